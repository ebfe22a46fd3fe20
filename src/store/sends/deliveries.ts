import { type Kysely, type Selectable, sql } from "kysely";
import { type Outcome, isNotReceived } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database, DeliveriesTable } from "#src/store/database/schema.ts";
import { type SendRow, asksToConfirm } from "./sends.ts";

export type DeliveryRow = Selectable<DeliveriesTable>;

/** What composing a batch needs of each recipient. */
export type Recipient = Pick<DeliveryRow, "id" | "address" | "subscriber_public_id" | "slot_values">;

/** The planned recipients of a batch, in its order. */
export async function plannedOf(db: Kysely<Database>, batchId: number): Promise<Recipient[]> {
  return db
    .selectFrom("deliveries")
    .select(["id", "address", "subscriber_public_id", "slot_values"])
    .where("batch_id", "=", batchId)
    .where("outcome", "=", "planned")
    .orderBy("position")
    .execute();
}

/**
 * Withdraw the planned recipients of a batch who have left since the plan: unsubscribed, suppressed, paused, at rest or erased. Only
 * in the transaction that sets `first_post_at`; once a batch may have been accepted its recipients cannot change,
 * because a repeat must have the same bytes.
 */
export async function withdrawLeavers(
  db: Kysely<Database>,
  batchId: number,
  send: Pick<SendRow, "list" | "kind" | "cause">,
  now: number,
): Promise<number> {
  if (send.kind === "test") return 0; // a test goes to addresses its author typed
  // A reader who is asked to confirm is on no list yet, and may have left this one before.
  const left = asksToConfirm(send)
    ? sql``
    : sql`when not exists (select 1 from list_members m where m.subscriber_id = deliveries.subscriber_id
      and m.list = ${send.list} and m.state = 'active') then 'unsubscribed'`;
  // Days may lie between plan and post. A reader who presses a button to subscribe means it, paused or not.
  const away =
    send.kind === "issue"
      ? sql`when exists (select 1 from subscribers s where s.id = deliveries.subscriber_id and s.paused_until > ${now})
        then 'paused'
        when exists (select 1 from subscribers s where s.id = deliveries.subscriber_id and s.rests_until > ${now})
        then 'resting'`
      : sql``;
  const reason = sql<string | null>`case
    when deliveries.subscriber_id is null then 'erased'
    when exists (select 1 from suppressions x where x.address_key = deliveries.address_key) then 'suppressed'
    ${left}
    ${away} end`;
  const result = await db
    .updateTable("deliveries")
    .set({ outcome: "withdrawn", not_received: 1, reason })
    .where("batch_id", "=", batchId)
    .where("outcome", "=", "planned")
    .where(sql<boolean>`${reason} is not null`)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** What became of one recipient of an accepted call: `providerId` is null if it was refused, `reason` if it was not. */
export type Settled = readonly [
  id: number,
  outcome: "submitted" | "refused",
  providerId: string | null,
  reason: string | null,
];

/** Write what became of each recipient of an accepted call, in one statement with one parameter: a row each, as JSON. */
export async function settleItems(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  items: readonly Settled[],
): Promise<void> {
  const rows = JSON.stringify(items);
  // An event may have brought the provider's id before our own answer arrived; both are the same id.
  if (dialect === "sqlite") {
    await sql`update deliveries set outcome = item.value ->> 1, not_received = (item.value ->> 1 = 'refused'),
      provider_id = coalesce(item.value ->> 2, provider_id), reason = item.value ->> 3
      from json_each(${rows}) item where deliveries.id = item.value ->> 0`.execute(db);
    return;
  }
  await sql`update deliveries set outcome = item ->> 1, not_received = cast(item ->> 1 = 'refused' as integer),
    provider_id = coalesce(item ->> 2, provider_id), reason = item ->> 3 from jsonb_array_elements(cast(${rows} as jsonb)) item
    where deliveries.id = cast(item ->> 0 as bigint)`.execute(db);
}

/** Moves every recipient of a batch that is in `from` to the outcome `to`. Returns how many it was. */
export async function settleBatchItems(
  db: Kysely<Database>,
  batchId: number,
  from: Outcome,
  to: Outcome,
  reason: string | null,
): Promise<number> {
  const result = await db
    .updateTable("deliveries")
    .set({ outcome: to, not_received: Number(isNotReceived(to)), reason })
    .where("batch_id", "=", batchId)
    .where("outcome", "=", from)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Put recipients into another batch, in the order given. */
export async function moveItems(
  db: Kysely<Database>,
  ids: readonly number[],
  batchId: number,
): Promise<void> {
  for (const [position, id] of ids.entries()) {
    await db.updateTable("deliveries").set({ batch_id: batchId, position }).where("id", "=", id).execute();
  }
}

/**
 * For a canceled send: withdraws readers who were not posted yet, and their batches with them, at most `limit` batches at
 * once. Batches first: a batch that a worker claims at this moment is no longer pending once its lock is free, and its
 * readers then stay as they are. Returns how many batches it was.
 */
export async function withdrawUnposted(
  db: Kysely<Database>,
  sendId: number,
  reason: string,
  limit: number,
): Promise<number> {
  const some = sql`select id from batches where send_id = ${sendId} and state = 'pending' order by n limit ${limit}`;
  const { rows } = await sql<{ id: number }>`update batches set state = 'withdrawn'
    where id in (${some}) and state = 'pending' returning id`.execute(db);
  if (rows.length === 0) return 0;
  await sql`update deliveries set outcome = 'withdrawn', not_received = 1, reason = ${reason}
    where outcome = 'planned' and batch_id in (${sql.join(rows.map(({ id }) => id))})`.execute(db);
  return rows.length;
}

/** Batches whose recipients are counted by one statement. */
const BATCHES_AT_ONCE = 200;

/** Counts planned recipients of a send who wait for a later wave than the one that may be posted now. They are part of `planned`. */
export async function countWaiting(
  db: Kysely<Database>,
  { id, wave }: Pick<SendRow, "id" | "wave">,
): Promise<number> {
  let waiting = 0;
  for (let after = 0; ;) {
    const { rows } = await sql<{ n: number; last: number | null }>`select count(d.id) as n, max(b.n) as last
      from (select id, n from batches where send_id = ${id} and state in ('pending', 'submitting') and wave > ${wave}
        and n > ${after} order by n limit ${BATCHES_AT_ONCE}) b
      left join deliveries d on d.batch_id = b.id and d.outcome = 'planned'`.execute(db);
    const last = rows[0]?.last ?? null;
    if (last === null) return waiting;
    waiting += Number(rows[0]?.n ?? 0);
    after = Number(last);
  }
}
