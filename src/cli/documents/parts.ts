import { z } from "zod";

/** A document as a command makes it: read-only in every part, because nothing changes it any more. */
export type Printed<S extends z.ZodType> = Frozen<z.infer<S>>;
type Frozen<T> = T extends readonly (infer I)[]
  ? readonly Frozen<I>[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T;

/** Parts of what `--json` prints: keys in snake_case, instants as ISO 8601 in UTC. */

export const count = z.int().min(0);
export const instant = z.iso.datetime().describe("ISO 8601, UTC.");

export const unchecked = z
  .array(
    z.strictObject({
      fact: z
        .enum(["dns", "spam", "links"])
        .describe(
          "dns: the records of the sender's domain. spam: the score that SpamAssassin gives. links: what other sites answer.",
        ),
      reason: z.string().describe("Why it could not be found out, as half a sentence."),
    }),
  )
  .describe("What was not checked. It never counts as passed.");

export const rampDays = z
  .array(z.strictObject({ per_day: count, per_hour: count.nullable() }))
  .describe("The most messages of each day; the last one holds for all days that follow.");

export const finding = z
  .strictObject({
    rule: z.string().describe("The rule, as docs/reference/rules.md lists them, or the code of an error."),
    severity: z.enum(["error", "warning", "info"]).describe("An error keeps the issue from being sent."),
    file: z.string().describe("Relative to the project's root."),
    line: z.int().min(1).nullable().describe("1-based; null where it is about the whole file."),
    column: z
      .int()
      .min(1)
      .nullable()
      .describe("1-based, in UTF-16 units; null where only the line is known."),
    message: z.string().describe("What was found, in one sentence."),
    hint: z.string().nullable().describe("How to fix it; null where the message is enough."),
    fix: z
      .strictObject({ start: count, end: count, text: z.string() })
      .nullable()
      .describe("The edit that `check --fix` makes: these characters (UTF-16 offsets) become this text."),
    overruled: z
      .discriminatedUnion("how", [
        z.strictObject({
          how: z.literal("accepted"),
          severity: z.enum(["error", "warning"]),
          message: z.string(),
          reason: z.string().describe("As its file says it."),
        }),
        z.strictObject({
          how: z.literal("forced"),
          severity: z.enum(["error", "warning"]),
          message: z.string(),
          by: z.string().describe("A person: `cli:<user>`."),
          at: instant,
        }),
      ])
      .optional()
      .describe("Who let it pass, with what its rule says of it; then its severity is info."),
  })
  .describe("What was found in an author's file.");

export const overruled = z
  .strictObject({
    rule: z.string(),
    how: z
      .enum(["accepted", "forced"])
      .describe("accepted: by the file. forced: by a person, for this email."),
    message: z.string().describe("What the rule found, one finding a line."),
    reason: z.string().nullable().describe("As its file says it; null for a forced one."),
    person: z.string().nullable().describe("Who forced it: `cli:<user>`; null for an accepted one."),
    at: instant,
  })
  .describe("A rule whose findings keep the email back no longer.");

export const exclusions = z
  .partialRecord(z.enum(["suppressed", "received", "uncertain", "paused", "resting"]), count)
  .describe("Candidates that are left out, by reason.");

export const outcomes = z
  .strictObject({
    planned: count.describe("To be submitted."),
    submitted: count.describe("Accepted by Resend."),
    refused: count.describe("Refused by Resend."),
    withdrawn: count.describe("Left, or were suppressed, between plan and submission."),
    uncertain: count.describe("Nobody knows whether Resend accepted it."),
  })
  .describe("Recipients, by what became of our submission.");

export const sendState = z.enum([
  "scheduled",
  "planning",
  "submitting",
  "paused",
  "settling",
  "submitted",
  "submitted_with_failures",
  "canceled",
]);

export const suppressionReason = z.enum([
  "bounced",
  "bounced_repeatedly",
  "complained",
  "suppressed",
  "manual",
  "erased",
]);
export const suppressionCounts = z
  .partialRecord(suppressionReason, count)
  .describe("Addresses that are never mailed, by reason; they need not be subscribers.");

/** How an issue stands at Resend. Which keys there are depends on the state. */
export const hostedState = z.enum([
  "scheduled",
  "later",
  "waits",
  "sending",
  "sent",
  "canceled",
  "failed",
  "draft",
  "unscheduled",
  "missed",
  "too-late",
  "newer",
  "differs-here",
  "edited",
  "by-hand",
  "stopped",
  "behind",
  "unreadable",
]);
export const hostedDetails = {
  at: instant.nullable().optional().describe("When it is due, or was sent; null where Resend does not tell."),
  from: instant.optional().describe("later: from when on a tick hands it over."),
  id: z.string().optional().describe("Its broadcast at Resend."),
  status: z.string().optional().describe("What Resend calls its state."),
  near: z.boolean().optional().describe("missed: its time is still to come, and too near to hand it over."),
  stays: instant
    .nullable()
    .optional()
    .describe("missed: when Resend sends the version that it still has; null where it has none."),
};
