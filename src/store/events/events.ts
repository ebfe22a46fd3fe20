import { type Kysely, type RawBuilder, type Selectable, sql } from "kysely";
import type { DeliveryEvent } from "#src/model/event.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database, EventKind, EventsTable } from "#src/store/database/schema.ts";
import type { DeliveryRow } from "#src/store/sends/deliveries.ts";
import { byIndex } from "#src/store/retention/by-index.ts";

export type EventRow = Selectable<EventsTable>;

/** Values of `events.state`. */
export const EVENT_WAITS = 0;
export const EVENT_APPLIED = 1;
export const EVENT_IGNORED = 2;

/** What applying an event needs to know of its delivery. An empty `address` without a subscriber means that the person is erased. */
export interface EventDelivery extends Pick<
  DeliveryRow,
  "id" | "send_id" | "subscriber_id" | "address_key" | "address"
> {
  /** Truthy where clicks have come in before. */
  readonly clicked: boolean | number;
  /** Truthy where its reader rests after bounces. */
  readonly resting: boolean | number;
}

/** Writes an event down without settling it. Null if its id is known already: Resend delivers at least once. */
export async function insertEvent(
  db: Kysely<Database>,
  event: DeliveryEvent,
  receivedAt: number,
): Promise<number | null> {
  const row = await db
    .insertInto("events")
    .values({
      provider_event_id: event.id,
      name: event.name,
      provider_id: event.providerId,
      at: event.at,
      received_at: receivedAt,
      payload: event.payload,
      state: EVENT_WAITS,
      kind: event.bounce?.kind ?? null,
    })
    .onConflict((conflict) => conflict.column("provider_event_id").doNothing())
    .returning("id")
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Records what became of an event, and its delivery if it has one. `addressKey` is kept only for Resend's own suppressions. */
export async function settleEvent(
  db: Kysely<Database>,
  id: number,
  state: typeof EVENT_APPLIED | typeof EVENT_IGNORED,
  { delivery, addressKey = null }: { delivery: EventDelivery | null; addressKey?: string | null },
): Promise<void> {
  await db
    .updateTable("events")
    .set({
      state,
      address_key: addressKey,
      delivery_id: delivery?.id ?? null,
      send_id: delivery?.send_id ?? null,
    })
    .where("id", "=", id)
    .execute();
}

/** Gives up events that waited for a delivery and can no longer be about any. */
export async function stopWaiting(db: Kysely<Database>, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await db
    .updateTable("events")
    .set({ state: EVENT_IGNORED, address_key: null })
    .where("id", "in", ids)
    .execute();
}

/** Remembers which reader an event without a delivery is about, so that `waitingEvents` finds the delivery later. */
export async function keepWaiting(db: Kysely<Database>, id: number, addressKey: string): Promise<void> {
  await db.updateTable("events").set({ address_key: addressKey }).where("id", "=", id).execute();
}

/** Replace an event's body, once its person is erased. */
export async function replacePayload(db: Kysely<Database>, id: number, payload: string): Promise<void> {
  await db.updateTable("events").set({ payload }).where("id", "=", id).execute();
}

/** Reads the clicks on a delivery, oldest first, and when an event first reported it as delivered; null if none has yet. */
export async function clicksOn(
  db: Kysely<Database>,
  deliveryId: number,
): Promise<{
  deliveredAt: number | null;
  clicks: Pick<EventRow, "id" | "at" | "payload" | "kind" | "scrubbed_at">[];
}> {
  const rows = await db
    .selectFrom("events")
    .select(["id", "name", "at", "payload", "kind", "scrubbed_at"])
    .where("delivery_id", "=", deliveryId)
    .where("name", "in", ["email.delivered", "email.clicked"])
    .orderBy("at")
    .orderBy("id")
    .execute();
  return {
    deliveredAt: rows.find(({ name }) => name === "email.delivered")?.at ?? null,
    clicks: rows.filter(({ name }) => name === "email.clicked"),
  };
}

export async function setKind(db: Kysely<Database>, ids: readonly number[], kind: EventKind): Promise<void> {
  if (ids.length > 0) await db.updateTable("events").set({ kind }).where("id", "in", ids).execute();
}

export async function deliveryById(db: Kysely<Database>, id: number): Promise<EventDelivery | undefined> {
  return deliveries(db).where("id", "=", id).executeTakeFirst();
}

/** Finds the delivery to which Resend gave this id, through the reader, whose deliveries are few. */
export async function deliveryByProviderId(
  db: Kysely<Database>,
  providerId: string,
  addressKey: string,
): Promise<EventDelivery | undefined> {
  return deliveries(db)
    .where(sql<boolean>`subscriber_id in (${readersOf(sql`${addressKey}`)})`)
    .where("provider_id", "=", providerId)
    .executeTakeFirst();
}

/**
 * Raise a delivery's arrival to `rank`; it never falls. Of equal ranks the earliest time stays, so that events may
 * come in any order. An event that carries our tag proves acceptance, so its provider id is filled in where missing.
 */
export async function raiseArrival(
  db: Kysely<Database>,
  id: number,
  { rank, at, providerId }: { rank: number; at: number; providerId: string | null },
): Promise<void> {
  if (providerId !== null) {
    await db
      .updateTable("deliveries")
      .set({ provider_id: providerId })
      .where("id", "=", id)
      .where("provider_id", "is", null)
      .execute();
  }
  if (rank === 0) return;
  await db
    .updateTable("deliveries")
    .set({ arrival: rank, arrival_at: at })
    .where("id", "=", id)
    .where((eb) =>
      eb.or([eb("arrival", "<", rank), eb.and([eb("arrival", "=", rank), eb("arrival_at", ">", at)])]),
    )
    .execute();
}

/** A waiting event. Its delivery is `known` to the ledger, may still become known (`open`), or cannot (`none`). */
export interface WaitingEvent extends Pick<
  EventRow,
  "id" | "provider_event_id" | "at" | "received_at" | "address_key" | "payload"
> {
  readonly delivery: "known" | "open" | "none";
}

/** Reads waiting events, oldest first: `limit` of them after event `after`. */
export async function waitingEvents(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  after: number,
  limit: number,
): Promise<WaitingEvent[]> {
  const mine = sql`${deliveriesOf(sql`events.address_key`)} where d.id is not null`;
  const { rows } =
    await sql<WaitingEvent>`select id, provider_event_id, at, received_at, address_key, payload,
      case when exists (select 1 from ${mine} and d.provider_id = events.provider_id) then 'known'
        when exists (select 1 from ${mine} and ${MAY_BE_NAMED}) then 'open' else 'none' end as delivery
    from events ${byIndex({ dialect }, "events_waiting")} where state = 0 and id > ${after} order by id limit ${limit}`.execute(
      db,
    );
  return rows;
}

/** Whether a reader has a delivery that Resend may have accepted and whose id we do not know yet: an event may be about it. */
export async function hasUnnamedDelivery(db: Kysely<Database>, addressKey: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from ${deliveriesOf(sql`${addressKey}`)} where ${MAY_BE_NAMED} limit 1`.execute(db);
  return rows.length > 0;
}

/** Selects the subscriber who has an address, and those who had it before. */
function readersOf(key: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`select id from subscribers where address_key = ${key}
    union all select subscriber_id as id from former_addresses where address_key = ${key}`;
}

function deliveriesOf(key: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(${readersOf(key)}) s join deliveries d on d.subscriber_id = s.id
  left join batches b on b.id = d.batch_id`;
}

/** Deliveries that events may be about. What was never posted, was refused or was withdrawn has no events. */
const MAY_BE_NAMED = sql<boolean>`d.provider_id is null and (d.outcome in ('submitted', 'uncertain')
  or d.outcome = 'planned' and (b.state in ('submitting', 'uncertain') or b.refused_post_at is not null))`;

/** Reads the events called `name` that belong to no send, from `at` on: those of Resend's own suppressions. */
export async function accountEvents(
  db: Kysely<Database>,
  name: string,
  at: number,
): Promise<Pick<EventRow, "provider_event_id" | "received_at" | "payload" | "address_key">[]> {
  return db
    .selectFrom("events")
    .select(["provider_event_id", "received_at", "payload", "address_key"])
    .where("send_id", "is", null)
    .where("name", "=", name)
    .where("at", ">=", at)
    .execute();
}

function deliveries(db: Kysely<Database>) {
  return db
    .selectFrom("deliveries")
    .select(["id", "send_id", "subscriber_id", "address_key", "address"])
    .select(
      sql<boolean | number>`exists (select 1 from events c
        where c.delivery_id = deliveries.id and c.name = 'email.clicked')`.as("clicked"),
    )
    .select(
      sql<boolean | number>`exists (select 1 from subscribers r
        where r.id = deliveries.subscriber_id and r.rests_until is not null)`.as("resting"),
    );
}
