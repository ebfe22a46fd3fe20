import type { Resend } from "resend";
import { canonicalAddress } from "#src/model/ids.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import {
  type Doubtful,
  closeProvenBatches,
  doubtfulDeliveries,
  settleAcceptedByList,
} from "#src/store/sends/reconcile.ts";
import { sendById } from "#src/store/sends/sends.ts";
import { REPEAT_FOR_MS } from "./claim-batch.ts";
import { CannotRead, type ResendReader, resendReader, deliveryInTags } from "./resend-reader.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

export interface Reconciled {
  /** Recipients that Resend turned out to have. */
  readonly found: number;
  /** Recipients still uncertain: absence from the list proves nothing. */
  readonly left: number;
  /** Why the list could not be read to its end; null where it was. */
  readonly unread: { readonly why: CannotRead["why"]; readonly message: string } | null;
}

/** Uncertain recipients looked for in one go. More than that is an outage, and takes several passes. */
const AT_ONCE = 10_000;
/** Resend's clock and ours differ, and an answer takes a while. */
const SLACK_MS = 10 * 60_000;

/**
 * Look for uncertain recipients in Resend's list of what it accepted: the address leads to an email, its tags prove
 * whose it is. Needs a key that may read; one that may only send is told apart from a list that has nothing.
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
    await look(ledger, resendReader(ledger, { ...options, team }), wanted, found);
  } catch (error) {
    if (!(error instanceof CannotRead)) throw error;
    unread = { why: error.why, message: error.message };
  }
  const now = ledger.clock.now();
  for (const id of new Set(wanted.map(({ send_id: sendId }) => sendId)))
    await ledger.db.transaction().execute((db) => closeProvenBatches(db, id, now));
  return { found: found.size, left: wanted.length - found.size, unread };
}

async function look(
  ledger: Ledger,
  reader: ResendReader,
  wanted: readonly Doubtful[],
  found: Set<number>,
): Promise<void> {
  const byAddress = Map.groupBy(wanted, ({ address }) => canonicalAddress(address));
  const posts = wanted.flatMap(({ first_post_at: at }) => (at === null ? [] : [at]));
  for await (const email of reader.emails(Math.min(...posts) - SLACK_MS)) {
    const candidates = email.to
      .flatMap((to) => byAddress.get(canonicalAddress(to)) ?? [])
      .filter(({ id, first_post_at: at }) => !found.has(id) && mayBe(email.acceptedAt, at));
    if (candidates.length === 0) continue;
    const id = deliveryInTags(ledger.database, await reader.tags(email.id));
    if (!candidates.some((candidate) => candidate.id === id) || id === null) continue;
    // Written one by one: what is proved stays proved when the process ends here.
    if (await settleAcceptedByList(ledger.db, id, email.id)) found.add(id);
    if (found.size === wanted.length) return;
  }
}

/** Nothing is repeated after 12 hours, so an email outside of them is another issue's. */
function mayBe(acceptedAt: number | null, firstPostAt: number | null): boolean {
  if (acceptedAt === null || firstPostAt === null) return true;
  return acceptedAt >= firstPostAt - SLACK_MS && acceptedAt <= firstPostAt + REPEAT_FOR_MS + SLACK_MS;
}
