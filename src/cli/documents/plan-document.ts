import { z } from "zod";
import {
  type Printed,
  count,
  exclusions,
  finding,
  hostedDetails,
  hostedState,
  instant,
  rampDays,
  sendState,
  unchecked,
} from "./parts.ts";

const quota = z.strictObject({
  used: count,
  limit: count.nullable().describe("Null where there is none."),
  left: count.nullable(),
});

const ledgerPlan = z
  .strictObject({
    slug: z.string(),
    draft: z.boolean().nullable().describe("Null where the file cannot be read."),
    digest: z.string().nullable().describe("Identifies the email; null where it cannot be made."),
    due_at: instant.nullable().describe("When it would start; null where the file names no time."),
    zone: z.string().nullable().describe("The zone of that time, such as America/Lima."),
    send: z
      .strictObject({
        state: sendState,
        reason: z.string().nullable().describe("Why it is paused: see docs/send.md."),
      })
      .nullable()
      .describe("Its latest send; null where it was never scheduled."),
    audience: z
      .strictObject({
        list: z.string(),
        segment: z.string().nullable().describe("The part of the list, as typed; null for all of it."),
        candidates: count,
        recipients: count,
        exclusions,
        pending: count.describe("On the list and not confirmed: no candidates."),
        parts: z
          .array(z.strictObject({ segment: z.string().describe("As typed."), recipients: count }))
          .describe("How many recipients get each part of the email that is for some readers."),
      })
      .nullable()
      .describe("Who would get it; null where it cannot be rendered, or its segment cannot be read."),
    ramp: z
      .strictObject({
        state: z
          .enum(["none", "accepted", "proposed"])
          .describe("proposed: nobody has answered, which keeps it from being sent."),
        days: rampDays,
      })
      .optional()
      .describe("This and the keys below are there until its send has started."),
    per_hour: count.nullable().optional().describe("Messages an hour at most; null for as many as go."),
    last_reader_at: instant
      .nullable()
      .optional()
      .describe("When the last reader gets it if nothing delays it."),
    quota: z
      .union([
        z.strictObject({ unavailable: z.string().describe("Why it is not known.") }),
        z.strictObject({
          daily: quota,
          monthly: quota,
          short: z.enum(["daily", "monthly"]).nullable().describe("The quota that it would break."),
        }),
      ])
      .optional(),
    findings: z.array(finding),
    unchecked,
  })
  .describe('With `audience: "ledger"`.');

const hostedPlan = z
  .strictObject({
    slug: z.string(),
    draft: z.boolean().nullable().describe("Null where the file cannot be read."),
    segment: z.string().nullable().describe("As newsletter.config.ts names it."),
    topic: z.string().nullable(),
    readers: z
      .strictObject({
        in_segment: count,
        unsubscribed: count,
        suppressed: count,
        at_most: count.describe("The others; who has left the topic is counted, and gets nothing."),
      })
      .nullable(),
    state: hostedState.nullable().describe("How it stands at Resend; null where nothing could be asked."),
    details: z.strictObject(hostedDetails).describe("What belongs to the state."),
    findings: z.array(finding),
    unchecked,
  })
  .describe('With `audience: "resend"`.');

/** What would happen to an issue. */
export const planDocument = z.union([ledgerPlan, hostedPlan]);

export type LedgerPlan = Printed<typeof ledgerPlan>;
export type HostedPlan = Printed<typeof hostedPlan>;
