import { z } from "zod";
import {
  type Printed,
  count,
  exclusions,
  hostedDetails,
  hostedState,
  instant,
  outcomes,
  overruled,
  rampDays,
  sendState,
} from "./parts.ts";

const ledgerStatus = z
  .strictObject({
    send: z.string().describe("Its id, which never changes."),
    slug: z.string().nullable().describe("Null for a send that is no issue's."),
    state: sendState,
    reason: z.string().nullable().describe("Why it is paused: see docs/send.md."),
    note: z.string().nullable().describe("More about the pause, in words."),
    list: z.string(),
    due_at: instant,
    zone: z.string().describe("The zone of its time, such as America/Lima."),
    scheduled_by: z.string().describe("`file`, or a person."),
    digest: z.string().describe("Identifies the email."),
    commit: z.string().nullable().describe("The commit it was scheduled from; null without git."),
    candidates: count.nullable().describe("Null before it is planned."),
    recipients: count.nullable().describe("Null before it is planned."),
    exclusions,
    outcomes,
    ramp: z
      .strictObject({
        by: z
          .enum(["file", "person"])
          .describe("Who decided it: newsletter.config.ts, or a person about this send."),
        days: rampDays,
      })
      .nullable()
      .describe("The ramp that it follows; null where all get it at once, or nobody has decided."),
    waiting: count.describe("Of the planned ones: how many wait for a later wave."),
    batches: z
      .strictObject({
        pending: count,
        submitting: count,
        submitted: count,
        refused: count,
        withdrawn: count,
        uncertain: count,
        split: count,
      })
      .describe("Batches by state."),
    last_batch_at: instant.nullable().describe("When the last batch that is still to be posted may leave."),
    accepted_at: instant.nullable().describe("When a batch was last accepted."),
    overruled: z.array(overruled).describe("Of its email: accepted in the file, or forced by a person."),
    errors: z.array(z.string()).describe("The latest errors of batches that are open or in doubt."),
  })
  .describe('A send, with `audience: "ledger"`; the newest first.');

const hostedStatus = z
  .strictObject({
    slug: z.string(),
    state: hostedState,
    ...hostedDetails,
    exit: z.union([z.literal(0), z.literal(1), z.literal(4)]).describe("4: a person must decide."),
    next: z.string().nullable().describe("The command that settles it."),
    reads_only: z
      .string()
      .nullable()
      .describe("Why this checkout changes nothing at Resend; null where it may."),
  })
  .describe('An issue, with `audience: "resend"`.');

/** Where sends or issues are. */
export const statusDocument = z.union([z.array(ledgerStatus), z.array(hostedStatus)]);

export type LedgerStatus = Printed<typeof ledgerStatus>;
export type HostedStatus = Printed<typeof hostedStatus>;
