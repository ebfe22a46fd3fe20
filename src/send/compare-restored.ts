import escapeStringRegexp from "escape-string-regexp";
import type { Email } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { taggedDelivery } from "#src/model/ids.ts";
import type { AcceptedEmail } from "#src/resend/read-emails.ts";
import { batchById, stepBatch } from "#src/store/sends/batches.ts";
import { settleBatchItems } from "#src/store/sends/deliveries.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import {
  type Doubtful,
  closeProvenBatches,
  doubtfulDeliveries,
  settleAcceptedByList,
} from "#src/store/sends/reconcile.ts";
import { restoredFrom } from "#src/store/copies/mark-restored.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type ResendReader, SLACK_MS, provenBy } from "./resend-reader.ts";

/** What Resend's list says of a send that comes from a backup. */
export interface Compared {
  /** Emails of the list that were looked at. */
  readonly listed: number;
  /** Batches that were open in the backup and of which Resend has at least one message. */
  readonly batches: number;
}

/** Limit for the readers whose outcome a backup may not know: all of a send are read at once, once in a ledger's life. */
const ALL = 10_000_000;

/**
 * Compares a restored send with what Resend has accepted since the backup. If Resend's list has a message with the tags of a
 * batch, the batch is never posted again: that message's reader is submitted, the others of the batch are uncertain. A send
 * whose plan is not in the backup is recognised by its subject and our tags. Resend then has some of its readers, we do not
 * know which, and this throws `send/already-accepted`.
 */
export async function compareRestored(
  ledger: Ledger,
  send: SendRow,
  reader: ResendReader,
  onListed: (listed: number) => void = () => undefined,
): Promise<Compared> {
  let listed = 0;
  const counting: ResendReader = {
    ...reader,
    async *emails(since) {
      for await (const email of reader.emails(since)) {
        onListed((listed += 1));
        yield email;
      }
    },
  };
  if (send.planned_at === null) await refuseAccepted(ledger, send, counting);
  const batches =
    send.planned_at === null ? 0 : await withholdProven(ledger, send, send.planned_at, counting);
  return { listed, batches };
}

/** Returns how many batches were withheld. */
async function withholdProven(
  ledger: Ledger,
  send: SendRow,
  plannedAt: number,
  reader: ResendReader,
): Promise<number> {
  const open = await doubtfulDeliveries(ledger.db, {
    sendId: send.id,
    outcomes: ["planned", "uncertain"],
    limit: ALL,
  });
  const proven = new Set<number>();
  const isOpen = (delivery: Doubtful) => !proven.has(delivery.batch_id);
  for await (const { delivery, email } of provenBy(ledger, reader, plannedAt, open, isOpen)) {
    await withholdBatch(ledger, delivery, email);
    proven.add(delivery.batch_id);
  }
  const now = ledger.clock.now();
  await ledger.db.transaction().execute((db) => closeProvenBatches(db, send.id, now));
  return proven.size;
}

/** Withholds a batch that was accepted under a key we may not know: it is never posted again, whatever becomes of its rest. */
async function withholdBatch(ledger: Ledger, hit: Doubtful, email: AcceptedEmail): Promise<void> {
  const why = "A restored backup took it for open, and Resend has messages of it.";
  const now = ledger.clock.now();
  await ledger.db.transaction().execute(async (db) => {
    const batch = await batchById(db, hit.batch_id);
    if (batch?.state === "pending") {
      // The time of the real POST: a later search of Resend's list for the rest of the batch begins there.
      const first = { first_post_at: email.acceptedAt ?? now, ambiguous_at: now, last_error: why };
      await stepBatch(db, { id: batch.id }, "pending", "submitting");
      await stepBatch(db, { id: batch.id }, "submitting", "uncertain", first);
    }
    await settleBatchItems(db, hit.batch_id, "planned", "uncertain", why);
    await settleAcceptedByList(db, hit.id, email.id);
  });
}

async function refuseAccepted(ledger: Ledger, send: SendRow, reader: ResendReader): Promise<void> {
  const pattern = subjectPattern(await loadEmail(ledger.db, send.email_digest));
  const since = Math.min(send.scheduled_at, (await restoredFrom(ledger.db)) ?? Infinity);
  for await (const email of reader.emails(since - SLACK_MS)) {
    if (!pattern.test(email.subject)) continue;
    if (taggedDelivery(ledger.database, await reader.tags(email.id)) === null) continue;
    throw new LetterpressError(
      "send/already-accepted",
      `Resend has accepted messages of this ledger with the subject “${email.subject}” since the backup was made.`,
      { slug: settingsOf(send).slug ?? "" },
    );
  }
}

/** Matches the subject as any reader may have received it, whatever values were merged into it. */
function subjectPattern({ subject }: Email): RegExp {
  const parts = subject.map((part) => (typeof part === "string" ? escapeStringRegexp(part) : ".*"));
  return new RegExp(`^${parts.join("")}$`, "su");
}
