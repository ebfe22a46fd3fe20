import type { Kysely } from "kysely";
import { HOUR_MS, MINUTE_MS } from "#src/model/durations.ts";
import {
  type BatchRow,
  batchesIn,
  canceledWithOpen,
  countOpen,
  isRefusalRemembered,
  nextBatch,
  stepBatch,
} from "#src/store/sends/batches.ts";
import { plannedOf, withdrawLeavers, withdrawUnposted } from "#src/store/sends/deliveries.ts";
import { followReaders } from "#src/store/sends/follow-readers.ts";
import { inSteps } from "#src/store/sends/in-steps.ts";
import { BATCH_SIZE } from "#src/model/spread-batches.ts";
import { doubtBatch } from "#src/store/sends/reconcile.ts";
import type { InTransaction, Ledger } from "#src/store/database/ledger.ts";
import { type Turn, highWater } from "#src/store/database/limiter.ts";
import type { Database } from "#src/store/database/schema.ts";
import { type SendRow, sendById, stepSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import type { Composed, Composer } from "./compose-batch.ts";

/** A worker that has not settled after this time is taken for dead. Longer than a POST (30 s) with everything around it. */
export const LEASE_MS = 90_000;
/** Resend forgets a key after 24 h; half of that leaves no doubt about clocks. */
export const REPEAT_FOR_MS = 12 * HOUR_MS;
/** A clock that is further than this before a batch's first POST was set back, so it cannot tell how old the batch is. */
const FURTHEST_BACK_MS = 6 * HOUR_MS;

export interface Claimed {
  readonly kind: "claimed";
  readonly batch: BatchRow;
  readonly composed: Composed;
  readonly turn: Turn;
  /** Delivery ids in the order of the messages in `composed`. */
  readonly deliveries: readonly number[];
}

/**
 * What a claim found: a batch to post (`claimed`), nothing to do now (`none`), when the limiter has the next turn (`wait`),
 * or a step without a POST (`passed`): all readers of the batch have left, it may not be repeated any more, or the first wave
 * is out.
 */
export type Claim =
  | Claimed
  | { readonly kind: "none" }
  | { readonly kind: "wait"; readonly until: number }
  | { readonly kind: "passed" };

/** The limiter, for use within one transaction. */
export interface Limiter {
  /** When a team's next turn is due (ms UTC), predicted without taking the turn. */
  readonly due: (team: string, now: number) => Promise<number>;
  /** Takes a turn, or says when to ask again (ms UTC). From then on no other process can take one until the transaction is over. */
  readonly take: (team: string, now: number) => Promise<Turn | { readonly wait: number }>;
}

/** The process that claims: its name in leases, the fingerprint of its API key, and the team whose limit counts. */
export interface Claimer {
  readonly token: string;
  readonly apiKey: string;
  readonly team: string;
  readonly limiter: Limiter;
}

/**
 * Takes the next batch of a send and makes it ready to post, in the caller's transaction: the readers who have left since
 * the plan, the limiter's turn, the key, the hash and `first_post_at` are on disk before the first byte leaves. A crash after
 * the commit leaves the same batch with the same key; a crash before it leaves everything unchanged.
 */
export async function claimBatch(
  { db, dialect, clock }: InTransaction,
  send: SendRow,
  compose: Composer,
  { token, apiKey, team, limiter }: Claimer,
): Promise<Claim> {
  const now = clock.now();
  // Pause and cancel are read here, in the claim's own transaction: nothing in memory has to be told to stop.
  const live = await sendById(db, send.id);
  if (live?.state !== "submitting") return { kind: "none" };
  const batch = await nextBatch(db, dialect, send.id, { now, leaseMs: LEASE_MS, apiKey });
  if (batch === undefined) return { kind: "none" };
  if (batch.wave > live.wave) return endWave(db, live, now);

  const isRepeat = batch.first_post_at !== null;
  const by = { now, apiKey, seenUntil: await highWater(db, team, now) };
  const noRepeat = isRepeat ? whyNoRepeat(batch, by) : null;
  if (noRepeat !== null) return giveUp(db, batch, noRepeat, now);
  // A refused batch may be posted again under the same key, with the same bytes: its addresses must not change.
  if (!isRepeat && batch.refused_post_at === null) await followReaders(db, batch.id);
  if (!isRepeat) await withdrawLeavers(db, batch.id, send, now);
  // If the turn is not due yet, composing now would be wasted work.
  const due = await limiter.due(team, now);
  if (due > now) return { kind: "wait", until: due };
  const recipients = await plannedOf(db, batch.id);
  if (recipients.length === 0) {
    await stepBatch(db, { id: batch.id }, "pending", "withdrawn");
    return { kind: "passed" };
  }
  const before = compose(batch, recipients);
  if (isRepeat && !hasSameBytes(batch, before))
    return giveUp(db, batch, "Its bytes can no longer be made as they were posted.", now);
  const revision = isRepeat ? batch.revision : await revisionOf(db, batch, before, by);
  const composed = revision === batch.revision ? before : compose({ ...batch, revision }, recipients);

  const turn = await limiter.take(team, now);
  if ("wait" in turn) return { kind: "wait", until: turn.wait };
  const claim = {
    lease_token: token,
    lease_until: now + LEASE_MS,
    attempts: batch.attempts + 1,
    last_post_at: now,
  };
  const key = { key: composed.key, sha256: composed.sha256, composer: composed.composer, api_key: apiKey };
  // If the batch keeps the key that was refused, its age counts from the POST that was refused.
  const kept = batch.refused_post_at !== null && revision === batch.revision;
  const first = {
    ...key,
    revision,
    refused_post_at: null,
    ...(kept
      ? { first_post_at: batch.refused_post_at }
      : { first_post_at: now, first_high_water_at: turn.highWater, refusals: 0 }),
  };
  // A batch in flight whose lease ran out died with its POST: Resend may have accepted it.
  const changes = isRepeat ? { ...claim, ambiguous_at: batch.ambiguous_at ?? now } : { ...claim, ...first };
  await stepBatch(db, { id: batch.id }, batch.state, "submitting", changes);
  return {
    kind: "claimed",
    batch: { ...batch, ...changes, state: "submitting" },
    composed,
    turn,
    deliveries: recipients.map(({ id }) => id),
  };
}

/** What decides whether a batch may be repeated, besides the batch itself. */
interface Seen {
  readonly now: number;
  /** The latest time the ledger has seen. */
  readonly seenUntil: number;
  readonly apiKey: string;
}

function hasSameBytes(batch: BatchRow, composed: Composed): boolean {
  return batch.composer === composed.composer && batch.sha256 === composed.sha256;
}

/**
 * Returns the revision under which a batch that is not in doubt is posted next. A refusal might hide an acceptance: as long as
 * a repeat would be allowed, the same bytes keep their key. If Resend seems to remember the refusal under that key, only another
 * key can get through.
 */
async function revisionOf(
  db: Kysely<Database>,
  batch: BatchRow,
  composed: Composed,
  by: Seen,
): Promise<number> {
  if (batch.refused_post_at === null) return batch.revision;
  const refused = { ...batch, first_post_at: batch.refused_post_at };
  const keeps = hasSameBytes(batch, composed) && whyNoRepeat(refused, by) === null;
  return keeps && !(await isRefusalRemembered(db, batch)) ? batch.revision : batch.revision + 1;
}

/**
 * Returns why a batch may not be posted again, or null if it may. Its age is the time since its first POST by the clock or by
 * the latest time the ledger has seen, whichever is larger: a clock that was set back does not make the batch young, and a
 * clock that was ahead before the first POST does not make it old.
 */
function whyNoRepeat(batch: BatchRow, { now, seenUntil, apiKey }: Seen): string | null {
  const posted = batch.first_post_at ?? 0;
  const age = Math.max(now - posted, seenUntil - (batch.first_high_water_at ?? posted));
  if (age > REPEAT_FOR_MS) return "More than 12 hours have passed since it was first posted.";
  if (posted - now > FURTHEST_BACK_MS)
    return "The clock was set back more than 6 hours since it was first posted.";
  return batch.api_key !== apiKey ? "It was first posted under another API key." : null;
}

/**
 * Closes the batches that canceled sends of one issue, or of all issues, have left open. Batches that were certainly not
 * accepted are withdrawn, so that the issue can be scheduled again for their readers; this happens in steps, because a send may
 * have a million readers. The others become uncertain, except that a batch in flight under a lease stays in flight.
 */
export async function sweepCanceled(ledger: Ledger, issueId?: number | null): Promise<void> {
  for (const id of await canceledWithOpen(ledger.db, issueId)) {
    await inSteps(
      ledger.db,
      async (db, rows) => (await withdrawUnposted(db, id, "canceled", Math.ceil(rows / BATCH_SIZE))) > 0,
    );
    await ledger.db.transaction().execute((db) => doubtFlown({ ...ledger, db }, id));
  }
}

/** Makes the batches uncertain that never came back after their send was canceled: no worker claims them any more. */
async function doubtFlown({ db, clock }: InTransaction, sendId: number): Promise<void> {
  const now = clock.now();
  for (const batch of await batchesIn(db, sendId, ["submitting"]))
    if ((batch.lease_until ?? 0) <= now)
      await doubtBatch(db, batch, "Its send was canceled while it was in doubt.", now);
}

/** Pauses a send once no batch of its first wave is open, so that the brake can act before anybody else is mailed. */
async function endWave(db: Kysely<Database>, send: SendRow, now: number): Promise<Claim> {
  if ((await countOpen(db, send.id, send.wave)) > 0) return { kind: "none" };
  const { wave } = settingsOf(send);
  const resumeAt = wave === null || wave.approve ? null : now + wave.minutes * MINUTE_MS;
  const note =
    resumeAt === null
      ? "The first wave is out; the rest waits for a person."
      : "The first wave is out; the rest follows by itself.";
  await stepSend(db, send.id, "submitting", "paused", now, { reason: "wave", note, resume_at: resumeAt });
  return { kind: "passed" };
}

/** Makes a batch uncertain that may not be repeated. */
async function giveUp(db: Kysely<Database>, batch: BatchRow, why: string, now: number): Promise<Claim> {
  await doubtBatch(db, batch, why, now);
  return { kind: "passed" };
}
