import type { Kysely } from "kysely";
import type { SendSettings } from "#src/model/send-settings.ts";
import { type BatchRow, countOpen, nextBatch, stepBatch } from "#src/store/batches.ts";
import { plannedOf, settleBatchItems, withdrawLeavers } from "#src/store/deliveries.ts";
import type { InTransaction } from "#src/store/ledger.ts";
import { type Turn, highWater, nextTurnAt } from "#src/store/limiter.ts";
import type { Database } from "#src/store/schema.ts";
import { type SendRow, sendById, stepSend } from "#src/store/sends.ts";
import { COMPOSER, type Composed, type Composer } from "./compose-batch.ts";

/** A worker that has not settled by then is taken for dead. Longer than a POST (30 s) with everything around it. */
export const LEASE_MS = 90_000;
/** Resend forgets a key after 24 h; half of that leaves no doubt about clocks. */
export const REPEAT_FOR_MS = 12 * 3_600_000;

export interface Claimed {
  readonly kind: "claimed";
  readonly batch: BatchRow;
  readonly composed: Composed;
  readonly turn: Turn;
  /** Delivery ids in the order of the messages in `composed`. */
  readonly deliveries: readonly number[];
}

/**
 * What a claim found: a batch to post, nothing to do now, the limiter's word to come back, or a batch that was dealt
 * with without posting (all its readers have left, or it may not be repeated any more).
 */
export type Claim =
  | Claimed
  | { readonly kind: "none" }
  | { readonly kind: "wait"; readonly until: number }
  | { readonly kind: "settled" };

/** Takes the limiter's turn for one request of a team, or says when to ask again (ms UTC). */
export type TakeTurn = (team: string, now: number) => Promise<Turn | { readonly wait: number }>;

/**
 * Take the next batch of a send and make it ready to post, in the caller's transaction: the limiter's turn, who has
 * left since the plan, key, hash and `first_post_at` are on disk before the first byte leaves. A crash after the commit
 * finds the same batch with the same key; a crash before it finds nothing changed.
 */
export async function claimBatch(
  ledger: InTransaction,
  send: SendRow,
  compose: Composer,
  worker: { token: string; apiKey: string; team: string; takeTurn: TakeTurn },
): Promise<Claim> {
  const { db } = ledger;
  const now = ledger.clock.now();
  // Pause and cancel are read here, under the claim's own lock: nothing in memory has to be told to stop.
  const live = await sendById(db, send.id);
  if (live?.state !== "submitting") return { kind: "none" };
  const batch = await nextBatch(db, ledger.dialect, send.id, {
    now,
    leaseMs: LEASE_MS,
    apiKey: worker.apiKey,
  });
  if (batch === undefined) return { kind: "none" };
  if (batch.wave > live.wave) return endWave(db, live, now);

  const repeat = batch.first_post_at !== null;
  if (repeat && (await highWater(db, worker.team, now)) - (batch.first_post_at ?? 0) > REPEAT_FOR_MS) {
    return giveUp(db, batch, "More than 12 hours have passed since it was first posted.", now);
  }
  if (repeat && batch.api_key !== worker.apiKey) {
    return giveUp(db, batch, "It was first posted under another API key.", now);
  }
  const left = repeat ? 0 : await withdrawLeavers(db, batch.id, send);
  if (left > 0 && (await plannedOf(db, batch.id)).length === 0) {
    await stepBatch(db, { id: batch.id }, "pending", "withdrawn");
    return { kind: "settled" };
  }
  // Composing for a turn that is not due would be work for nothing.
  const due = await nextTurnAt(db, worker.team, now);
  if (due > now) return { kind: "wait", until: due };
  const recipients = await plannedOf(db, batch.id);
  const composed = compose(batch, recipients);
  if (repeat && (batch.composer !== COMPOSER || batch.sha256 !== composed.sha256)) {
    return giveUp(db, batch, "Its bytes can no longer be made as they were posted.", now);
  }

  // Last: whoever takes a turn keeps everybody else from theirs until the transaction is over.
  const turn = await worker.takeTurn(worker.team, now);
  if ("wait" in turn) return { kind: "wait", until: turn.wait };
  const lease = { lease_token: worker.token, lease_until: now + LEASE_MS, attempts: batch.attempts + 1 };
  const first = {
    key: composed.key,
    sha256: composed.sha256,
    composer: COMPOSER,
    api_key: worker.apiKey,
    first_post_at: now,
  };
  // A batch in flight whose lease ran out died with its POST: Resend may have accepted it.
  const changes = repeat ? { ...lease, ambiguous_at: batch.ambiguous_at ?? now } : { ...lease, ...first };
  await stepBatch(db, { id: batch.id }, batch.state, "submitting", changes);
  return {
    kind: "claimed",
    batch: { ...batch, ...changes, state: "submitting" },
    composed,
    turn,
    deliveries: recipients.map(({ id }) => id),
  };
}

/** The first wave is out: wait, with the brake active, before anybody else is mailed. */
async function endWave(db: Kysely<Database>, send: SendRow, now: number): Promise<Claim> {
  if ((await countOpen(db, send.id, send.wave)) > 0) return { kind: "none" };
  const { wave } = JSON.parse(send.settings) as SendSettings;
  const resumeAt = wave === null || wave.approve ? null : now + wave.minutes * 60_000;
  const note =
    resumeAt === null
      ? "The first wave is out; `letterpress approve` sends the rest."
      : "The first wave is out; the rest follows by itself.";
  await stepSend(db, send.id, "submitting", "paused", now, { reason: "wave", note, resume_at: resumeAt });
  return { kind: "settled" };
}

/** Never posted again by itself: events, Resend's list or a person will tell. */
async function giveUp(db: Kysely<Database>, batch: BatchRow, why: string, now: number): Promise<Claim> {
  await stepBatch(db, { id: batch.id }, "submitting", "uncertain", {
    ambiguous_at: batch.ambiguous_at ?? now,
    last_error: why,
    lease_token: null,
    lease_until: null,
  });
  await settleBatchItems(db, batch.id, "planned", "uncertain", why);
  return { kind: "settled" };
}
