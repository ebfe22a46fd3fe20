import { z } from "zod";
import { RATINGS } from "#src/model/values/rating.ts";
import { type Printed, count, instant, suppressionCounts, suppressionReason } from "./parts.ts";

const memberState = z.enum(["active", "pending", "unsubscribed"]);
const attributeValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** How many subscribers there are. */
export const countDocument = z.strictObject({
  people: count.describe("Each counted once, however many lists they are on."),
  elsewhere: count
    .optional()
    .describe('With `audience: "resend"`: contacts of the team in no list of this newsletter.'),
  lists: z
    .record(
      z.string(),
      z.strictObject({
        active: count.describe(
          'On the list and mailed. With `audience: "resend"` who has left only the topic is counted.',
        ),
        pending: count.optional().describe("Not confirmed. Resend has no such state."),
        unsubscribed: count,
      }),
    )
    .describe("By list."),
  suppressions: suppressionCounts,
});

const ledgerPerson = z
  .strictObject({
    address: z.string(),
    subscriber: z
      .strictObject({
        public_id: z.string(),
        timezone: z.string().nullable(),
        attributes: z.record(z.string(), attributeValue),
        paused_until: instant.nullable(),
        rests_until: instant.nullable().describe("After bounces that repeated."),
        created_at: instant.nullable(),
        updated_at: instant.nullable(),
      })
      .nullable()
      .describe("Null where the ledger has no subscriber with the address (any more)."),
    lists: z.array(z.strictObject({ list: z.string(), state: memberState, at: instant.nullable() })),
    suppression: z
      .strictObject({ reason: suppressionReason, at: instant.nullable(), source: z.string() })
      .nullable(),
    consents: z
      .array(
        z.strictObject({
          act: z.enum([
            "imported",
            "added",
            "form_submitted",
            "confirm_sent",
            "confirmed",
            "unsubscribed",
            "removed",
            "resubscribed",
            "address_asked",
            "address_changed",
            "bounced",
            "complained",
            "preferences",
            "erased",
          ]),
          list: z.string().nullable(),
          at: instant.nullable(),
          source: z.string(),
          evidence: z.unknown().describe("What proves it: a file and its hash, the words of a form …"),
        }),
      )
      .describe("The consent log, oldest first."),
    sent: z
      .array(
        z.strictObject({
          issue: z.string().nullable().describe("Its slug; null for a mail that is no issue's."),
          kind: z.enum(["issue", "trigger", "test"]),
          list: z.string(),
          address: z.string().nullable().describe("As it was then; null where `retention` has emptied it."),
          outcome: z.enum(["planned", "submitted", "refused", "withdrawn", "uncertain"]),
          reason: z.string().nullable(),
          provider_id: z.string().nullable().describe("Resend's id of the email."),
          accepted_at: instant.nullable(),
          values: z.unknown().describe("Values of the merge tags."),
          arrival: z
            .enum(["delayed", "delivered", "failed", "dropped", "suppressed", "bounced", "complained"])
            .nullable(),
          arrival_at: instant.nullable(),
          answer: z
            .enum(RATINGS)
            .nullable()
            .describe("What they answered to `::rate`, while they may change it."),
        }),
      )
      .describe("Mails to the address."),
    left_out: z
      .array(
        z.strictObject({
          issue: z.string().nullable(),
          list: z.string(),
          reason: z.enum(["suppressed", "received", "uncertain", "paused", "resting"]),
          at: instant.nullable(),
        }),
      )
      .describe("Sends that left this person out, and why."),
    events: z.array(z.unknown()).describe("What Resend reported, as it did."),
  })
  .describe('With `audience: "ledger"`.');

const contactPerson = z
  .strictObject({
    address: z.string(),
    contact: z
      .strictObject({
        id: z.string(),
        first_name: z.string().nullable(),
        last_name: z.string().nullable(),
        unsubscribed: z.boolean().describe("From everything."),
        properties: z.record(z.string(), attributeValue),
        created_at: instant.nullable(),
      })
      .nullable()
      .describe("Null where Resend has no contact with the address."),
    lists: z.array(z.strictObject({ list: z.string(), state: z.enum(["active", "unsubscribed"]) })),
    suppression: z.strictObject({ reason: suppressionReason, at: instant.nullable() }).nullable(),
    segments: z.array(z.string()),
    topics: z.array(z.strictObject({ name: z.string(), subscribed: z.boolean() })),
  })
  .describe('With `audience: "resend"`.');

/** All that is known of an address, to give to its owner. */
export const personDocument = z.union([ledgerPerson, contactPerson]);

/** Addresses that are never mailed. */
export const suppressionsDocument = z.array(
  z.strictObject({
    address: z.string().nullable().describe("Null where only its key is kept."),
    reason: suppressionReason,
    at: instant,
    source: z.string().describe("By whom or what."),
    address_key: z.string().describe("HMAC-SHA-256 (base64url) of the address under SUPPRESSION_KEY."),
  }),
);

const importStates = z
  .strictObject({ active: count, pending: count, unsubscribed: count, suppressed: count })
  .describe("In which state the people of the file are once it is imported.");
const byColumn = z.record(z.string(), count);
const refusals = z.array(
  z.strictObject({ line: z.int().min(0).describe("Of the file."), reason: z.string() }),
);

/** What an import of subscribers did. */
export const importDocument = z
  .strictObject({
    from: z.string().describe("The system whose export it is."),
    source: z.string().describe("The file's name."),
    file_hash: z.string().describe("SHA-256 of the file."),
    dry_run: z.boolean(),
    rows: count,
    states: importStates,
    new: count,
    updated: count,
    unchanged: count,
    preserved_opt_outs: count.describe("Unsubscribed here, not in the file: stay unsubscribed."),
    unsubscribed: count.describe("Subscribed here, and unsubscribed by this file."),
    suppressed: count.describe("Suppressed or erased: left alone."),
    outdated: count.describe("Left in the file on a day before they confirmed here: stay."),
    duplicates: count.describe("Further rows of somebody who has another row."),
    refused: count.describe("Rows that were not imported."),
    refusals: refusals.describe("Why, for the first 1,000 of them."),
    unstated: count.describe("Rows whose source does not tell their status."),
    ignored_leavers: count.describe("Rows with a word for leaving in a column that was ignored on demand."),
    ignored_columns: z.array(z.string()).describe("Not kept: the config declares no attribute of that name."),
    ignored_values: byColumn.describe("Left out, because they are not of the declared type."),
    ambiguous_dates: byColumn.describe("Could be read two ways, and were left out."),
    unread_dates: byColumn.describe("Days of joining or leaving that cannot be read."),
    proposed_maps: z
      .array(z.string())
      .describe(
        "Options, as typed, that say what the words of a column about consent mean. Check each state.",
      ),
  })
  .describe("rows is the sum of `states`, duplicates and refused.");

/** What an import of suppressions did. */
export const suppressedDocument = z.strictObject({
  rows: count,
  added: count,
  already: count.describe("Suppressed already, for the same reason or a worse one."),
  refused: count,
  unproven: count.describe(
    "Taken by their key alone, in a file that does not show under which SUPPRESSION_KEY it was made.",
  ),
  unread_dates: count.describe("Days that cannot be read: suppressed from now on."),
  refusals: refusals.describe("The first hundred rows that could not be read."),
});

const movedToResend = z
  .strictObject({
    people: count,
    counts: z.strictObject({
      states: importStates,
      new: count,
      updated: count,
      unchanged: count,
      preserved: count,
      unsubscribed: count,
      suppressed: count,
      outdated: count,
      duplicates: count,
    }),
    losses: z
      .strictObject({
        pending: count.describe("Not confirmed."),
        paused: count,
        resting: count,
        keys: count.describe("Suppressed or erased, and known by a key alone."),
        timezones: count,
        booleans: z.array(z.string()).describe("Attributes that become words."),
      })
      .describe("What Resend cannot hold."),
    refused: z.array(z.strictObject({ address: z.string(), reason: z.string() })),
  })
  .describe("With --to resend.");

const movedToLedger = z
  .strictObject({
    summary: importDocument,
    suppressions: count.describe("Addresses that the team never mails."),
    properties: z.array(z.string()).describe("Contact properties without an attribute: left behind."),
  })
  .describe("With --to ledger.");

/** Who was carried to the other side, and what it cannot hold. */
export const moveDocument = z.union([movedToResend, movedToLedger]);

export type CountDocument = Printed<typeof countDocument>;
export type PersonDocument = Printed<typeof personDocument>;
export type SuppressionsDocument = Printed<typeof suppressionsDocument>;
export type ImportDocument = Printed<typeof importDocument>;
export type SuppressedDocument = Printed<typeof suppressedDocument>;
export type MoveDocument = Printed<typeof moveDocument>;
