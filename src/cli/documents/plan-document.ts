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

const size = z
  .strictObject({
    bytes: count.describe("Of the HTML that arrives, at most."),
    gmail_cuts_at: count,
  })
  .nullable();

const addedAndRemoved = z.strictObject({ added: z.array(z.string()), removed: z.array(z.string()) });

/** What both plans begin with. */
const ofEmail = {
  slug: z.string(),
  draft: z.boolean().nullable().describe("Null where the file cannot be read."),
  digest: z.string().nullable().describe("Identifies the email; null where it cannot be made."),
  subject: z.string().nullable().describe("With merge tags as they are typed."),
  preview_text: z.string().nullable(),
  size,
  due_at: instant.nullable().describe("When it would start; null where the file names no time."),
  zone: z.string().nullable().describe("The zone of that time, such as America/Lima."),
};

const ledgerPlan = z
  .strictObject({
    ...ofEmail,
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
    wave: z
      .strictObject({
        share: z.number().min(0).max(1).describe("Of its readers, who get it first."),
        minutes: z.number().min(0).describe("How long the others wait then."),
        approve: z.boolean().describe("They wait for a person instead."),
      })
      .nullable()
      .optional(),
    per_hour: count.nullable().optional().describe("Messages an hour at most; null for as many as go."),
    first_reader_at: instant.nullable().optional().describe("When the first reader gets it."),
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
    since_test: z
      .union([
        z.strictObject({ tested_at: z.null().describe("No test mail has been sent.") }),
        z.strictObject({
          tested_at: instant,
          recipients: count,
          digest: z.string(),
          changes: z
            .strictObject({
              fields: z.array(
                z.strictObject({
                  name: z.enum(["subject", "preview_text", "from", "reply_to", "list"]),
                  before: z.string(),
                  after: z.string(),
                }),
              ),
              words: z
                .array(
                  z.strictObject({
                    before: z.string().describe("Words that stand before the place."),
                    removed: z.string(),
                    added: z.string(),
                    after: z.string().describe("Words that stand after it."),
                  }),
                )
                .describe("Places of the plain text."),
              links: addedAndRemoved,
              pictures: addedAndRemoved,
              only_look: z.boolean().describe("Only the HTML differs, by its template or its styles."),
            })
            .nullable()
            .describe("Null where the email is the same, byte for byte."),
        }),
      ])
      .nullable()
      .describe("What has changed in the email since its last test mail; null where it cannot be rendered."),
    findings: z.array(finding),
    unchecked,
  })
  .describe('With `audience: "ledger"`.');

const hostedPlan = z
  .strictObject({
    ...ofEmail,
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
