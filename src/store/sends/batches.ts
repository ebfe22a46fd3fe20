import { type Insertable, type Kysely, type RawBuilder, type Selectable, type Updateable, sql } from "kysely";
import { MINUTE_MS } from "#src/model/durations.ts";
import { BATCH_STEPS, type BatchState, assertStep } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { BatchesTable, Database } from "#src/store/database/schema.ts";

export type BatchRow = Selectable<BatchesTable>;

/** A partial index serves a query only if the query repeats its words; parameters would hide them. */
const OPEN = sql<boolean>`state in ('pending', 'submitting')`;

/** A batch that was tried waits at most this long for its next attempt. */
export const LONGEST_BACKOFF_MS = 5 * MINUTE_MS;
/**
 * How long a batch that may have been accepted waits for the API key it was first posted under. A mistyped key is corrected
 * within minutes; after this time the other key is taken for a new one.
 */
const KEY_PATIENCE_MS = 15 * MINUTE_MS;
/** How many batches of one send may be in doubt before no further batch is posted for the first time. */
const MOST_IN_DOUBT = 4;

/**
 * Returns the next batch that a worker may post for a send: pending and due, or in flight under a lease that has run out
 * (its worker died). Wave by wave: parts of a batch that was split have the highest numbers and belong to its wave.
 *
 * A lease further ahead than twice `leaseMs` was written by a clock that has since been set back: it counts as run out, and
 * so do waits that such a clock began. A limit of one `leaseMs` would be too strict: the clocks of processes differ by some
 * milliseconds, and one would take the batch that another has just claimed. `apiKey` is the fingerprint of the key that the
 * batch would be posted under.
 */
export async function nextBatch(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  sendId: number,
  { now, leaseMs, apiKey }: { readonly now: number; readonly leaseMs: number; readonly apiKey: string },
): Promise<BatchRow | undefined> {
  let query = db
    .selectFrom("batches")
    .selectAll()
    .where("send_id", "=", sendId)
    .where(OPEN)
    .where((eb) =>
      eb.or([
        eb("not_before", "<=", now),
        eb.and([eb("attempts", ">", 0), eb("not_before", ">", now + LONGEST_BACKOFF_MS)]),
        // A batch that was due when its send was planned stays due.
        eb("not_before", "<=", sql<number>`(select planned_at from sends where id = ${sendId})`),
      ]),
    )
    .where((eb) =>
      eb.or([
        eb("lease_until", "is", null),
        eb("lease_until", "<=", now),
        eb("lease_until", ">", now + 2 * leaseMs),
      ]),
    )
    .where((eb) =>
      eb.or([
        eb("first_post_at", "is", null),
        eb("last_post_at", "<=", now - KEY_PATIENCE_MS),
        eb("last_post_at", ">", now + KEY_PATIENCE_MS),
        eb("api_key", "=", apiKey),
      ]),
    )
    .where(mayLeave(sendId))
    .orderBy("wave")
    .orderBy("n")
    .limit(1);
  if (dialect === "postgres") query = query.forUpdate().skipLocked();
  return query.executeTakeFirst();
}

/**
 * Batch 1 goes alone, with the parts it is split into: a fault in the email or the key then costs a hundred messages and
 * not the list. And no batch is posted for the first time while several batches are in doubt: in an outage the whole list
 * would come to be in doubt, with bytes that may no longer change.
 */
function mayLeave(sendId: number): RawBuilder<boolean> {
  return sql<boolean>`(n = 1 or split_from = 1 or not exists (select 1 from batches f where f.send_id = ${sendId}
      and (f.n = 1 or f.split_from = 1) and f.state in ('pending', 'submitting')))
    and (first_post_at is not null or (select count(*) from batches d where d.send_id = ${sendId}
      and d.state = 'submitting' and d.ambiguous_at is not null) < ${sql.lit(MOST_IN_DOUBT)})`;
}

/**
 * Returns when the next open batch of a send, of `wave` or before, becomes claimable by its own times; null if no such
 * batch may be posted.
 */
export async function nextBatchAt(
  db: Kysely<Database>,
  sendId: number,
  wave: number,
  apiKey: string,
): Promise<number | null> {
  const held = sql`last_post_at + ${sql.lit(KEY_PATIENCE_MS)}`;
  const row = await db
    .selectFrom("batches")
    .select(
      sql<number | null>`min(case when api_key <> ${apiKey} and ${held} > not_before then ${held}
        when lease_until > not_before then lease_until else not_before end)`.as("at"),
    )
    .where("send_id", "=", sendId)
    .where("wave", "<=", wave)
    .where(OPEN)
    .where(mayLeave(sendId))
    .executeTakeFirst();
  return row?.at ?? null;
}

/**
 * Whether Resend refuses the key of a batch for what it remembers of the key, and not only for the moment: three refusals
 * although another batch of the send was accepted since, or ten.
 */
export async function isRefusalRemembered(
  db: Kysely<Database>,
  { send_id: sendId, refusals, refused_post_at: since }: BatchRow,
): Promise<boolean> {
  if (refusals < 3 || refusals >= 10) return refusals >= 10;
  const others = db.selectFrom("batches").select("id").where("send_id", "=", sendId);
  return (await others.where("accepted_at", ">=", since).limit(1).execute()).length > 0;
}

/** Whether batch 1, with the parts it was split into, is done and Resend has refused every message of it. */
export async function isFirstRefused(db: Kysely<Database>, sendId: number): Promise<boolean> {
  const { rows } = await sql<{ open: number; other: number }>`select
      (select count(*) from batches f where f.send_id = ${sendId} and (f.n = 1 or f.split_from = 1)
        and f.state in ('pending', 'submitting')) as open,
      (select count(*) from deliveries d where d.outcome not in ('refused', 'withdrawn') and d.batch_id in
        (select f.id from batches f where f.send_id = ${sendId} and (f.n = 1 or f.split_from = 1))) as other`.execute(
    db,
  );
  return Number(rows[0]?.open) === 0 && Number(rows[0]?.other) === 0;
}

/**
 * Returns canceled sends, of one issue or of all, that still have an open batch: in flight, come back from Resend, or left
 * by a worker that died.
 */
export async function canceledWithOpen(db: Kysely<Database>, issueId?: number | null): Promise<number[]> {
  let query = db
    .selectFrom("batches")
    .innerJoin("sends", "sends.id", "batches.send_id")
    .select("sends.id")
    .distinct()
    .where(sql<boolean>`batches.state in ('pending', 'submitting')`)
    .where("sends.state", "=", "canceled")
    // Rows of a plan that was not finished are deleted, not settled.
    .where("sends.planner", "is", null);
  if (issueId !== undefined) query = query.where("sends.issue_id", "=", issueId);
  return (await query.execute()).map(({ id }) => id);
}

/** A batch and, if given, what must still hold of it: our claim (lease and attempt), our key, and that it is not in doubt. */
export interface BatchGuard {
  readonly id: number;
  readonly leaseToken?: string;
  readonly attempts?: number;
  readonly key?: string;
  readonly inDoubt?: false;
}

/**
 * Takes one step of the table if the batch is still in `from` and as the guard says. The step ends the batch's lease,
 * unless it gives the batch a new one. False if the batch has changed: another process was faster, and its step stands.
 */
export async function stepBatch(
  db: Kysely<Database>,
  batch: BatchGuard,
  from: BatchState,
  to: BatchState,
  changes: Updateable<BatchesTable> = {},
): Promise<boolean> {
  if (from !== to) assertStep(BATCH_STEPS, from, to);
  let query = db
    .updateTable("batches")
    .set({ lease_token: null, lease_until: null, ...changes, state: to })
    .where("id", "=", batch.id)
    .where("state", "=", from);
  if (batch.leaseToken !== undefined) query = query.where("lease_token", "=", batch.leaseToken);
  if (batch.attempts !== undefined) query = query.where("attempts", "=", batch.attempts);
  if (batch.key !== undefined) query = query.where("key", "=", batch.key);
  if (batch.inDoubt === false) query = query.where("ambiguous_at", "is", null);
  const { numUpdatedRows } = await query.executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function batchById(db: Kysely<Database>, id: number): Promise<BatchRow | undefined> {
  return db.selectFrom("batches").selectAll().where("id", "=", id).executeTakeFirst();
}

export async function batchesIn(
  db: Kysely<Database>,
  sendId: number,
  states: readonly BatchState[],
): Promise<BatchRow[]> {
  return db
    .selectFrom("batches")
    .selectAll()
    .where("send_id", "=", sendId)
    .where("state", "in", states)
    .orderBy("n")
    .execute();
}

/** Counts the batches of a send that are still to be settled; with `wave` only those of that wave and before. */
export async function countOpen(db: Kysely<Database>, sendId: number, wave?: number): Promise<number> {
  let query = db
    .selectFrom("batches")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("send_id", "=", sendId)
    .where(OPEN);
  if (wave !== undefined) query = query.where("wave", "<=", wave);
  return Number((await query.executeTakeFirstOrThrow()).n);
}

/** Adds a batch after the last one of its send: half of a split batch, or the only batch of a test or a trigger. */
export async function appendBatch(
  db: Kysely<Database>,
  batch: Omit<Insertable<BatchesTable>, "n" | "state">,
): Promise<BatchRow> {
  const last = await db
    .selectFrom("batches")
    .select((eb) => eb.fn.max("n").as("n"))
    .where("send_id", "=", batch.send_id)
    .executeTakeFirstOrThrow();
  return db
    .insertInto("batches")
    .values({ ...batch, n: (last.n ?? 0) + 1, state: "pending" })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** End the leases of processes that are gone: waiting 90 s for them would only delay the repeat. Returns how many. */
export async function endLeases(db: Kysely<Database>, isDead: (token: string) => boolean): Promise<number> {
  const rows = await db
    .selectFrom("batches")
    .select(["id", "lease_token"])
    .where(OPEN)
    .where("lease_token", "is not", null)
    .execute();
  const ended = rows.filter(({ lease_token: token }) => token !== null && isDead(token));
  for (const { id, lease_token: token } of ended) {
    await db
      .updateTable("batches")
      .set({ lease_until: 0 })
      .where("id", "=", id)
      .where("lease_token", "=", token)
      .execute();
  }
  return ended.length;
}
