import type { Resend } from "resend";
import type { AcceptedEmail } from "#src/resend/read-emails.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import {
  type Doubtful,
  closeProvenBatches,
  doubtfulDeliveries,
  settleAcceptedByList,
} from "#src/store/sends/reconcile.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { REPEAT_FOR_MS } from "./claim-batch.ts";
import { CannotRead, SLACK_MS, provenBy, resendReader } from "./resend-reader.ts";

export interface Reconciled {
  /** Recipients whose message Resend turned out to have. */
  readonly found: number;
  /** Recipients still uncertain: absence from the list proves nothing. */
  readonly left: number;
  /** Why the list could not be read to its end; null if it was read. */
  readonly unread: { readonly why: CannotRead["why"]; readonly message: string } | null;
}

/** Uncertain recipients looked for in one pass. More than that is an outage, and takes several passes. */
const AT_ONCE = 10_000;

/**
 * Look for uncertain recipients in Resend's list of accepted emails: the address leads to an email, and its tags prove which
 * delivery it is. Needs a key that may read; a key that may only send is reported, and not taken for an empty list.
 */
export async function reconcileSends(
  ledger: Ledger,
  options: { readonly client: Resend; readonly signal: AbortSignal; readonly everyMs?: number },
): Promise<Reconciled> {
  const wanted = await doubtfulDeliveries(ledger.db, { limit: AT_ONCE });
  if (wanted.length === 0) return { found: 0, left: 0, unread: null };
  const send = await sendById(ledger.db, wanted[0]?.send_id ?? 0);
  const team = send === undefined ? "default" : settingsOf(send).team;
  const found = new Set<number>();
  let unread: Reconciled["unread"] = null;
  try {
    const reader = resendReader(ledger, { ...options, team });
    const since = Math.min(...wanted.flatMap(({ first_post_at: at }) => (at === null ? [] : [at])));
    const mayBe = (one: Doubtful, { acceptedAt }: AcceptedEmail) =>
      !found.has(one.id) && isNear(acceptedAt, one.first_post_at);
    for await (const { delivery, email } of provenBy(ledger, reader, since, wanted, mayBe)) {
      // Each is written by itself, so that what is proved stays proved if the process ends here.
      if (await settleAcceptedByList(ledger.db, delivery.id, email.id)) found.add(delivery.id);
      if (found.size === wanted.length) break;
    }
  } catch (error) {
    if (!(error instanceof CannotRead)) throw error;
    unread = { why: error.why, message: error.message };
  }
  const now = ledger.clock.now();
  for (const id of new Set(wanted.map(({ send_id: sendId }) => sendId)))
    await ledger.db.transaction().execute((db) => closeProvenBatches(db, id, now));
  return { found: found.size, left: wanted.length - found.size, unread };
}

/** Nothing is repeated after 12 hours, so an email accepted outside of them belongs to another issue. */
function isNear(acceptedAt: number | null, firstPostAt: number | null): boolean {
  if (acceptedAt === null || firstPostAt === null) return true;
  return acceptedAt >= firstPostAt - SLACK_MS && acceptedAt <= firstPostAt + REPEAT_FOR_MS + SLACK_MS;
}
