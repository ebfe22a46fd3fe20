import { z } from "zod";
import { type Printed, count, finding, unchecked } from "./parts.ts";

/** What is wrong in issues. */
export const checkDocument = z.strictObject({
  issues: count.describe("Issues that were checked."),
  findings: z.array(finding).describe("Of the project first, then issue by issue, the most severe first."),
  unchecked,
});

export type CheckDocument = Printed<typeof checkDocument>;
