import type { Kysely } from "kysely";
import type { SubmitResult } from "#src/resend/submit-batch.ts";
import {
  LONGEST_BACKOFF_MS,
  appendBatch,
  countOpen,
  isFirstRefused,
  stepBatch,
} from "#src/store/sends/batches.ts";
import { type Settled, moveItems, settleBatchItems, settleItems } from "#src/store/sends/deliveries.ts";
import { doubtBatch } from "#src/store/sends/reconcile.ts";
import type { InTransaction } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { type SendRow, lockSend, stepSend } from "#src/store/sends/sends.ts";
import type { Observation } from "#src/model/pace.ts";
import { renewalOf } from "#src/model/quota.ts";
import type { PauseReason } from "#src/model/states.ts";
import type { Claimed } from "./claim-batch.ts";

/** POSTs of a batch before an answer that does not match its recipients puts it in doubt; the answer may only have been cut short. */
const MISALIGNED_TRIES = 5;

/**
 * Write what an answer means, in the caller's transaction. Only a 2xx clears an ambiguity: after a timeout a 4xx under
 * the same key may be about the repeat and says nothing about the first attempt.
 */
export async function settleBatch(
  ledger: InTransaction,
  send: SendRow,
  claimed: Claimed,
  result: SubmitResult,
): Promise<void> {
  const { db } = ledger;
  const { batch } = claimed;
  const now = ledger.clock.now();
  switch (result.outcome) {
    case "accepted":
      await accept(ledger, claimed, result.items, now);
      return pauseIfAllRefused(db, send, claimed, refusalIn(result.items), now);
    case "misaligned":
      if (batch.waits + 1 >= MISALIGNED_TRIES) return doubt(db, claimed, result.reason, now);
      return repeatLater(db, claimed, { reason: result.reason, retryAfterMs: null }, now);
    case "ambiguous":
      return repeatLater(db, claimed, result, now);
    case "key-conflict":
      return doubt(db, claimed, result.reason, now);
    case "not-accepted":
      if (result.why === "auth") await pause(db, send, "auth", result.reason, now);
      if (result.why === "quota")
        await pause(db, send, "quota", `${result.reason} ${renewalOf(result.reason, now, send.zone)}`, now);
      if (batch.ambiguous_at !== null) return repeatLater(db, claimed, result, now);
      return reopen(db, claimed, result, now);
    case "refused":
      if (batch.ambiguous_at !== null) return doubt(db, claimed, result.reason, now);
      await refuse(ledger, claimed, result.reason, now);
      return pauseIfAllRefused(db, send, claimed, result.reason, now);
    default:
      return result satisfies never;
  }
}

/** An answer after which a batch is posted again, and how long Resend asked to wait. */
interface Later {
  readonly reason: string;
  readonly retryAfterMs: number | null;
}

/**
 * How long a batch waits for its next POST: 1 s, 2 s, 4 s ... up to 5 minutes, and as long as Resend asks within those. The wait
 * grows with answers alone: after a night of restarts a batch that was never answered is not the last to be posted.
 */
function waitAfter({ waits }: Claimed["batch"], { retryAfterMs }: Later) {
  const ms = Math.min(LONGEST_BACKOFF_MS, Math.max(1000 * 2 ** waits, retryAfterMs ?? 0));
  return { ms, waits: waits + 1 };
}

/**
 * What an answer that came at `now` says about the pace. A 429 counts from when it came; the rest of an answer is about the
 * moment its request left.
 */
export function observationOf(result: SubmitResult, { turn }: Claimed, now: number): Observation {
  const refused = result.outcome === "not-accepted" && result.why === "rate";
  return {
    postedAt: turn.at,
    turn: turn.turn,
    limit: result.limits.limit,
    remaining: result.limits.remaining,
    retryAfterMs: refused ? now - turn.at + (result.retryAfterMs ?? 1000) : null,
  };
}

type Item = { readonly id: string } | { readonly error: string };

/** Records an acceptance. Under our key it is true even if another process holds the lease by now. */
async function accept(
  { db, dialect }: InTransaction,
  { batch, composed, deliveries }: Claimed,
  items: readonly Item[],
  now: number,
): Promise<void> {
  const done = { accepted_at: now, ambiguous_at: null, last_error: null };
  const ours = { id: batch.id, key: composed.key };
  const moved =
    (await stepBatch(db, ours, "submitting", "submitted", done)) ||
    (await stepBatch(db, ours, "uncertain", "submitted", done));
  if (!moved) return;
  const settled = items.map((item, index): Settled => {
    const id = deliveries[index] ?? -1;
    return "id" in item ? [id, "submitted", item.id, null] : [id, "refused", null, item.error];
  });
  await settleItems(db, dialect, settled);
}

/** Leaves the batch in flight under its key; the next claim repeats it. */
async function repeatLater(
  db: Kysely<Database>,
  { batch }: Claimed,
  answer: Later,
  now: number,
): Promise<void> {
  const { ms, waits } = waitAfter(batch, answer);
  await stepBatch(db, ourClaim(batch), "submitting", "submitting", {
    ambiguous_at: batch.ambiguous_at ?? now,
    last_error: answer.reason,
    not_before: now + ms,
    waits,
  });
}

/** Opens a batch that was not accepted and never in doubt. The next claim reads its exclusions again and decides about its key. */
async function reopen(
  db: Kysely<Database>,
  { batch }: Claimed,
  answer: Later & { readonly why: string },
  now: number,
): Promise<void> {
  // After the other refusals no batch waits alone: the limiter waits for the whole team, or the send waits for a person.
  const { ms, waits } = answer.why === "unreachable" ? waitAfter(batch, answer) : { ms: 0, waits: 0 };
  await stepBatch(db, ourOnlyPost(batch), "submitting", "pending", {
    first_post_at: null,
    refused_post_at: batch.first_post_at,
    refusals: batch.refusals + 1,
    last_error: answer.reason,
    not_before: now + ms,
    waits,
  });
}

/** Makes a batch uncertain: we do not know its fate, and posting it again cannot tell. */
async function doubt(db: Kysely<Database>, { batch }: Claimed, reason: string, now: number): Promise<void> {
  await doubtBatch(db, batch, reason, now, ourClaim(batch));
}

/** Resend refuses the whole call: the batch is halved until the one recipient that Resend cannot take stands alone. */
async function refuse(
  { db, dialect }: InTransaction,
  { batch, deliveries }: Claimed,
  reason: string,
  now: number,
): Promise<void> {
  const changes = { last_error: reason };
  if (deliveries.length === 1) {
    if (await stepBatch(db, ourOnlyPost(batch), "submitting", "refused", changes)) {
      await settleBatchItems(db, batch.id, "planned", "refused", reason);
    }
    return;
  }
  if (!(await stepBatch(db, ourOnlyPost(batch), "submitting", "split", changes))) return;
  const middle = Math.ceil(deliveries.length / 2);
  // Two processes that append at once would take the same number.
  await lockSend(db, dialect, batch.send_id);
  const { send_id: sendId, wave } = batch;
  const splitFrom = batch.split_from ?? batch.n;
  for (const half of [deliveries.slice(0, middle), deliveries.slice(middle)]) {
    const { id } = await appendBatch(db, { send_id: sendId, wave, split_from: splitFrom, not_before: now });
    await moveItems(db, half, id);
  }
}

/** Returns why the last message was refused if all were refused; null if one was accepted. */
function refusalIn(items: readonly Item[]): string | null {
  const last = items.at(-1);
  return last !== undefined && "error" in last && items.every((item) => "error" in item) ? last.error : null;
}

/**
 * Pauses the send if batch 1 was refused entirely and other batches wait, because they would be refused too. Batch 1 goes alone
 * so that it reveals what is wrong with every message.
 */
async function pauseIfAllRefused(
  db: Kysely<Database>,
  send: SendRow,
  { batch }: Claimed,
  refusal: string | null,
  now: number,
): Promise<void> {
  if (refusal === null || (batch.split_from ?? batch.n) !== 1) return;
  if ((await countOpen(db, send.id)) === 0 || !(await isFirstRefused(db, send.id))) return;
  const note = `Resend refused every message of the first batch (${refusal}); nothing else was posted.`;
  await pause(db, send, "refused", note, now);
}

/** Pauses the send, because every other batch would fail for the same reason. */
async function pause(
  db: Kysely<Database>,
  send: SendRow,
  reason: PauseReason,
  note: string,
  now: number,
): Promise<void> {
  await stepSend(db, send.id, "submitting", "paused", now, { reason, note });
}

/** The batch only while it is under this very claim: an answer may be to an older POST of this process, whose lease ran out. */
function ourClaim({ id, lease_token: token, attempts }: Claimed["batch"]) {
  return { id, leaseToken: token ?? "", attempts };
}

/** The same, and only while the batch is not in doubt: what this answer says about one POST may not be true of another. */
function ourOnlyPost(batch: Claimed["batch"]) {
  return { ...ourClaim(batch), inDoubt: false } as const;
}
