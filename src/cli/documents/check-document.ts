import { z } from "zod";
import { type Printed, count, finding, unchecked } from "./parts.ts";

/** What is wrong in issues. */
export const checkDocument = z.strictObject({
  issues: count.describe("Issues that were checked."),
  findings: z.array(finding).describe("Of the project first, then issue by issue, the most severe first."),
  unchecked,
  fixes: z
    .array(
      z.strictObject({
        file: z.string().describe("Relative to the project's root."),
        edits: count,
        diff: z.string().describe("Unified, as `git apply` reads it."),
      }),
    )
    .optional()
    .describe("With --fix: what was changed, or with --dry-run what would be."),
});

export type CheckDocument = Printed<typeof checkDocument>;
