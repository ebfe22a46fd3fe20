import { type Kysely, type Selectable, sql } from "kysely";
import type { MembershipState } from "#src/model/states.ts";
import type { Database, SubscribersTable } from "#src/store/database/schema.ts";

export type SubscriberRow = Selectable<SubscribersTable>;
export type Membership = Selectable<Database["list_members"]>;

export async function findSubscriber(
  db: Kysely<Database>,
  addressKey: string,
): Promise<SubscriberRow | undefined> {
  return db.selectFrom("subscribers").selectAll().where("address_key", "=", addressKey).executeTakeFirst();
}

export async function subscriberById(db: Kysely<Database>, id: number): Promise<SubscriberRow | undefined> {
  return db.selectFrom("subscribers").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Finds the subscriber whom a public id names, or named before two subscribers were merged. */
export async function subscriberByPublicId(
  db: Kysely<Database>,
  publicId: string,
): Promise<SubscriberRow | undefined> {
  const found = await db
    .selectFrom("subscribers")
    .selectAll()
    .where("public_id", "=", publicId)
    .executeTakeFirst();
  return (
    found ??
    (await db
      .selectFrom("former_ids")
      .innerJoin("subscribers", "subscribers.id", "former_ids.subscriber_id")
      .selectAll("subscribers")
      .where("former_ids.public_id", "=", publicId)
      .executeTakeFirst())
  );
}

export async function insertSubscriber(
  db: Kysely<Database>,
  subscriber: {
    publicId: string;
    address: string;
    addressKey: string;
    timezone: string | null;
    attributes: Readonly<Record<string, unknown>>;
  },
  now: number,
): Promise<SubscriberRow> {
  const { publicId, address, addressKey, timezone, attributes } = subscriber;
  return db
    .insertInto("subscribers")
    .values({
      public_id: publicId,
      address,
      address_key: addressKey,
      timezone,
      attributes: JSON.stringify(attributes),
      created_at: now,
      updated_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Changes what is known about a person; fields that are not given stay. */
export async function updateSubscriber(
  db: Kysely<Database>,
  id: number,
  changes: {
    timezone?: string | null;
    attributes?: Readonly<Record<string, unknown>>;
    pausedUntil?: number | null;
  },
  now: number,
): Promise<void> {
  const { timezone, attributes, pausedUntil } = changes;
  await db
    .updateTable("subscribers")
    .set({
      updated_at: now,
      ...(timezone === undefined ? {} : { timezone }),
      ...(attributes === undefined ? {} : { attributes: JSON.stringify(attributes) }),
      ...(pausedUntil === undefined ? {} : { paused_until: pausedUntil }),
    })
    .where("id", "=", id)
    .execute();
}

export async function membershipsOf(db: Kysely<Database>, subscriberId: number): Promise<Membership[]> {
  return db
    .selectFrom("list_members")
    .selectAll()
    .where("subscriber_id", "=", subscriberId)
    .orderBy("list")
    .execute();
}

export async function setMembership(
  db: Kysely<Database>,
  membership: { subscriberId: number; list: string; state: MembershipState; at: number },
): Promise<void> {
  const { subscriberId, list, state, at } = membership;
  await db
    .insertInto("list_members")
    .values({ subscriber_id: subscriberId, list, state, at })
    .onConflict((conflict) => conflict.columns(["list", "subscriber_id"]).doUpdateSet({ state, at }))
    .execute();
}

/** How many people there are, and how many memberships of each list are in each state. */
export async function countMemberships(
  db: Kysely<Database>,
): Promise<{ people: number; lists: Record<string, Record<MembershipState, number>> }> {
  const people = await db
    .selectFrom("subscribers")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom("list_members")
    .select(["list", "state", (eb) => eb.fn.countAll<number>().as("n")])
    .groupBy(["list", "state"])
    .orderBy("list")
    .execute();
  const lists: Record<string, Record<MembershipState, number>> = {};
  for (const { list, state, n } of rows) {
    lists[list] ??= { pending: 0, active: 0, unsubscribed: 0 };
    lists[list][state] = Number(n);
  }
  return { people: Number(people.n), lists };
}

/** How many memberships of one list are in each state. */
export async function countMembers(
  db: Kysely<Database>,
  list: string,
): Promise<Record<MembershipState, number>> {
  const rows = await db
    .selectFrom("list_members")
    .select(["state", (eb) => eb.fn.countAll<number>().as("n")])
    .where("list", "=", list)
    .groupBy("state")
    .execute();
  const none = { pending: 0, active: 0, unsubscribed: 0 };
  return { ...none, ...Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)])) };
}

/** One row per membership; a person without any has one row with nulls. */
export interface ExportRow extends SubscriberRow {
  readonly list: string | null;
  readonly state: MembershipState | null;
  readonly at: number | null;
  readonly suppressed: string | null;
  readonly suppressed_at: number | null;
}

/** Reads rows for an export, by person and list: everything about `limit` people after the person `after`. */
export async function exportPage(
  db: Kysely<Database>,
  page: { after: number; limit: number; list?: string },
): Promise<ExportRow[]> {
  const list = page.list ?? null;
  const { rows } =
    await sql<ExportRow>`select s.*, m.list, m.state, m.at, x.reason as suppressed, x.at as suppressed_at
    from (select * from subscribers q where q.id > ${page.after}
      and (cast(${list} as text) is null
        or exists (select 1 from list_members e where e.subscriber_id = q.id and e.list = ${list}))
      order by q.id limit ${page.limit}) s
    left join list_members m on m.subscriber_id = s.id and (cast(${list} as text) is null or m.list = ${list})
    left join suppressions x on x.address_key = s.address_key
    order by s.id, m.list`.execute(db);
  return rows;
}
