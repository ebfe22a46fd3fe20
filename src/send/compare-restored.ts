import { canonicalAddress } from "#src/model/ids.ts";
import type { Email } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
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
import { type ResendReader, deliveryInTags } from "./resend-reader.ts";

/** What Resend's list says of a send that comes from a backup. */
export interface Compared {
  /** Emails of the list that were looked at. */
  readonly listed: number;
  /** Batches the backup took for open of which Resend has at least one message. */
  readonly batches: number;
}

const SLACK_MS = 10 * 60_000;
/** Readers whose outcome a backup may know too little about; all of a send at once, once in a ledger's life. */
const ALL = 10_000_000;

/**
 * Compare a restored send with what Resend has accepted since. A batch with one message of which the tags are found is
 * never posted again: the reader is submitted, the others of the batch uncertain. A send whose plan the backup does
 * not have is told by its subject and our tags; then Resend has its readers, we do not know whom, and it throws
 * `send/already-accepted`.
 */
export async function compareRestored(
  ledger: Ledger,
  send: SendRow,
  reader: ResendReader,
  onListed: (listed: number) => void = () => undefined,
): Promise<Compared> {
  if (send.planned_at === null) return compareUnplanned(ledger, send, reader, onListed);
  const open = await doubtfulDeliveries(ledger.db, {
    sendId: send.id,
    outcomes: ["planned", "uncertain"],
    limit: ALL,
  });
  const byAddress = Map.groupBy(open, ({ address }) => canonicalAddress(address));
  const proven = new Set<number>();
  let listed = 0;
  for await (const email of reader.emails(send.planned_at - SLACK_MS)) {
    onListed((listed += 1));
    const candidates = email.to
      .flatMap((to) => byAddress.get(canonicalAddress(to)) ?? [])
      .filter(({ batch_id: batch }) => !proven.has(batch));
    if (candidates.length === 0) continue;
    const id = deliveryInTags(ledger.database, await reader.tags(email.id));
    const hit = candidates.find((candidate) => candidate.id === id);
    if (hit === undefined) continue;
    await withholdBatch(ledger, hit, email);
    proven.add(hit.batch_id);
  }
  const now = ledger.clock.now();
  await ledger.db.transaction().execute((db) => closeProvenBatches(db, send.id, now));
  return { listed, batches: proven.size };
}

/** Accepted under a key we may not know: never to be posted again, whatever becomes of the rest. */
async function withholdBatch(ledger: Ledger, hit: Doubtful, email: AcceptedEmail): Promise<void> {
  const why = "A restored backup took it for open, and Resend has messages of it.";
  const now = ledger.clock.now();
  await ledger.db.transaction().execute(async (db) => {
    const batch = await batchById(db, hit.batch_id);
    if (batch?.state === "pending") {
      // The time it was really posted: where the rest of the batch is looked for later.
      const first = { first_post_at: email.acceptedAt ?? now, ambiguous_at: now, last_error: why };
      await stepBatch(db, { id: batch.id }, "pending", "submitting");
      await stepBatch(db, { id: batch.id }, "submitting", "uncertain", first);
    }
    await settleBatchItems(db, hit.batch_id, "planned", "uncertain", why);
    await settleAcceptedByList(db, hit.id, email.id);
  });
}

async function compareUnplanned(
  ledger: Ledger,
  send: SendRow,
  reader: ResendReader,
  onListed: (listed: number) => void,
): Promise<Compared> {
  const pattern = subjectPattern(await loadEmail(ledger.db, send.email_digest));
  let listed = 0;
  const since = Math.min(send.scheduled_at, (await restoredFrom(ledger.db)) ?? Infinity);
  for await (const email of reader.emails(since - SLACK_MS)) {
    onListed((listed += 1));
    if (!pattern.test(email.subject)) continue;
    if (deliveryInTags(ledger.database, await reader.tags(email.id)) === null) continue;
    throw new LetterpressError(
      "send/already-accepted",
      `Resend has accepted messages of this ledger with the subject “${email.subject}” since the backup was made.`,
    );
  }
  return { listed, batches: 0 };
}

/** The subject as any reader may have it. */
function subjectPattern({ subject }: Email): RegExp {
  const parts = subject.map((part) => (typeof part === "string" ? RegExp.escape(part) : ".*"));
  return new RegExp(`^${parts.join("")}$`, "su");
}
