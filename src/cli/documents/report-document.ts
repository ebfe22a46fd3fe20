import { z } from "zod";
import { type Printed, count, exclusions, instant, outcomes, overruled, sendState } from "./parts.ts";

const clicks = {
  human: count.describe("Clicks by people."),
  machine: count.describe("Clicks by link scanners, which click everything."),
  readers: count.describe("Recipients with at least one click of a person."),
};
const share = z.number().min(0).max(1).nullable();

const ledgerReport = z
  .strictObject({
    slug: z.string(),
    subject: z.string().describe("With `…` where a merge tag stands."),
    list: z.string(),
    segment: z.string().nullable().describe("The part of the list, as typed; null for all of it."),
    started_at: instant.nullable().describe("When the first batch left."),
    sends: z
      .array(
        z.strictObject({
          id: z.string(),
          state: sendState,
          due_at: instant,
          started_at: instant.nullable(),
          finished_at: instant.nullable(),
          candidates: count.nullable().describe("Null before it is planned."),
          exclusions,
          recipients: count.nullable().describe("Null before it is planned."),
          outcomes,
          waiting: count.describe("Of the planned ones: how many wait for a later wave."),
          overruled: z
            .array(overruled)
            .describe("Of its email: accepted in the file, or forced by a person."),
          reasons: z
            .array(z.strictObject({ outcome: z.string(), reason: z.string(), count }))
            .describe("Why recipients were refused, withdrawn or are uncertain, the most frequent first."),
          balanced: z.boolean().describe("Whether its books balance: see docs/send.md."),
        }),
      )
      .describe("Oldest first. More than one where the issue was sent again to readers who missed it."),
    arrivals: z
      .strictObject({
        unknown: count.describe("Submitted, and no event of arrival yet."),
        delayed: count,
        delivered: count,
        failed: count,
        dropped: count.describe("Accepted by Resend and then stopped by its quota."),
        suppressed: count,
        bounced: z.strictObject({ permanent: count, undetermined: count, transient: count }),
        complained: count.describe("Delivered, and reported as spam."),
      })
      .describe("Every submitted recipient is in one of these."),
    unsubscribed: count.describe("Left the list after this issue and before the next one."),
    clicks: z.strictObject({
      ...clicks,
      links: z
        .array(
          z.strictObject({
            url: z.string(),
            line: z.int().min(1).nullable().describe("Of the issue's file; null for a link of the template."),
            ...clicks,
          }),
        )
        .describe("Most clicks of people first."),
    }),
    ratings: z
      .strictObject({
        asked: count.describe("Recipients who were handed to Resend with the question."),
        good: count,
        fair: count.describe("So-so."),
        poor: count.describe("Not for me."),
      })
      .nullable()
      .describe("Answers of readers to `::rate`, one of each; null where the issue does not ask."),
    image_loads: count.nullable().describe("Null where nothing says that opens are tracked."),
    shares: z
      .array(
        z.strictObject({
          name: z.enum(["delivered", "bounced", "complained", "unsubscribed", "clicked"]),
          value: share.describe("0 to 1; null where there is nothing to divide by."),
          median: share.describe("Of up to eight issues of the list before it."),
        }),
      )
      .describe("Shares of this issue."),
  })
  .describe('With `audience: "ledger"`.');

const hostedReport = z
  .strictObject({
    slug: z.string(),
    broadcast: z.string().describe("Its id at Resend."),
    status: z.string().describe("What Resend calls its state."),
    sent_at: instant.nullable(),
    readers: z
      .strictObject({
        sent: count,
        delivered: count,
        opened: count,
        clicked: count,
        bounced: count,
        complained: count,
        unsubscribed: count,
        suppressed: count,
      })
      .describe("Readers; one who was delivered to and clicked is in both."),
    links: z
      .array(z.strictObject({ url: z.string(), clicks: count, readers: count }))
      .describe("Most clicks first."),
  })
  .describe('With `audience: "resend"`, as Resend counts.');

/** How an issue went. */
export const reportDocument = z.union([ledgerReport, hostedReport]);

export type LedgerReport = Printed<typeof ledgerReport>;
export type HostedReportDocument = Printed<typeof hostedReport>;
