import { z } from "zod";
import { instant } from "./parts.ts";

/** A line of what runs until it is stopped. More keys belong to the event. */
export const lineDocument = z.looseObject({
  level: z.enum(["debug", "info", "warn", "error"]),
  time: instant,
  event: z
    .string()
    .describe(
      "What happened: `dev.started`, `serve.started` or `sandbox.started` is the first, once it answers; then `error`, `issue.refused`, `send.paused` …; the last is `….stopped`.",
    ),
  url: z.string().optional().describe("started: the address at which it answers."),
  message: z.string().optional().describe("error: what is wrong."),
  next: z.string().optional().describe("error: what to do next."),
});
