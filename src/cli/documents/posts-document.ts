import { z } from "zod";
import { type Printed, count, finding } from "./parts.ts";

/** What an import of old posts wrote. */
export const postsDocument = z.strictObject({
  system: z.enum(["beehiiv", "buttondown", "ghost", "substack"]),
  written: z
    .array(z.string())
    .describe("Issues that were written, or would be: paths below the project's root."),
  kept: z.array(z.string()).describe("Issues that were there, and stay as they are."),
  completed: z.array(z.string()).describe("Of these, those whose pictures were fetched now."),
  left: z
    .record(z.string(), count)
    .describe("How many of what is no post that was published: drafts, pages."),
  broken: z
    .array(z.strictObject({ origin: z.string(), reason: z.string() }))
    .describe("Posts that could not be read."),
  pictures: count.describe("Pictures that lie beside issues now."),
  findings: z.array(finding),
});

export type PostsDocument = Printed<typeof postsDocument>;
