import { type Kysely, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { formerKeysOf } from "./address-changes.ts";
import { type Membership, type SubscriberRow, membershipsOf, setMembership } from "./subscribers.ts";

interface NewAddress {
  readonly address: string;
  readonly addressKey: string;
  readonly now: number;
}

/** The number of an advisory lock that nothing else in this database uses. */
const TURN = 7_140_811;

/**
 * Waits until no other change of an address is being carried out, and then holds others up to the end of the transaction.
 * Two readers who take each other's address, or the same one, would each look for the other where they no longer are. On
 * SQLite one transaction writes at a time.
 */
export async function takeTurn(db: Kysely<Database>, dialect: Ledger["dialect"]): Promise<void> {
  if (dialect === "postgres") await sql`select pg_advisory_xact_lock(${sql.lit(TURN)})`.execute(db);
}

/**
 * Locks these subscribers until the transaction ends. On PostgreSQL a plan that is being written holds its readers' rows:
 * this lock waits for the plan, and what follows sees its deliveries. On SQLite one transaction writes at a time.
 */
export async function lockReaders(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  ids: readonly number[],
): Promise<void> {
  if (dialect === "postgres")
    await db
      .selectFrom("subscribers")
      .select("id")
      .where("id", "in", ids)
      .orderBy("id")
      .forUpdate()
      .execute();
}

/** Whether a plan is being written in steps at this moment: its rows count nowhere yet and may be deleted again. */
export async function isPlanning(db: Kysely<Database>): Promise<boolean> {
  const row = await db
    .selectFrom("sends")
    .select("id")
    .where("planner", "is not", null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Gives a subscriber another address, which is nobody's. What they were sent stays theirs. A rest was about the old address
 * and ends; a suppression of the old address stays with it.
 */
export async function changeAddress(
  db: Kysely<Database>,
  person: SubscriberRow,
  { address, addressKey, now }: NewAddress,
): Promise<void> {
  await db
    .updateTable("subscribers")
    .set({
      address,
      address_key: addressKey,
      updated_at: now,
      rests_until: null,
      bounced_at: null,
      bounces_from: now,
    })
    .where("id", "=", person.id)
    .execute();
  await forgetFormer(db, person.id, addressKey);
  await addFormer(db, person.id, person.address_key, now);
}

/**
 * Make one subscriber of two: `from` has confirmed that the address of `to` is theirs. `to` stays, with the lists, the log and the
 * deliveries of both; links in mails to either still lead to them. Of an issue that both would get, the copy that has not been posted
 * is withdrawn.
 */
export async function mergeReaders(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  { from, to, now }: { readonly from: SubscriberRow; readonly to: SubscriberRow; readonly now: number },
): Promise<void> {
  await withdrawSecondCopies(db, dialect, from.id, to.id);
  // A send has one copy for each subscriber. A copy to `to` that was not received gives its place to a copy to `from`
  // that may be.
  await sql`update deliveries set subscriber_id = null where subscriber_id = ${to.id} and not_received = 1
    and exists (select 1 from deliveries o where o.subscriber_id = ${from.id} and o.send_id = deliveries.send_id
      and o.not_received = 0)`.execute(db);
  await sql`update deliveries set subscriber_id = ${to.id} where subscriber_id = ${from.id}
    and not exists (select 1 from deliveries o where o.subscriber_id = ${to.id} and o.send_id = deliveries.send_id)
    and not (deliveries.issue_id is not null and deliveries.not_received = 0 and exists (select 1 from deliveries o
      where o.subscriber_id = ${to.id} and o.issue_id = deliveries.issue_id and o.not_received = 0))`.execute(
    db,
  );
  const have = new Map((await membershipsOf(db, to.id)).map((membership) => [membership.list, membership]));
  for (const theirs of await membershipsOf(db, from.id)) {
    const { list, state } = theirs;
    if (!wins(theirs, have.get(list))) continue;
    // An active one dates from now, when the reader asked for it at this address; anything else from when it was said.
    await setMembership(db, { subscriberId: to.id, list, state, at: state === "active" ? now : theirs.at });
  }
  const attributes = {
    ...(JSON.parse(to.attributes) as Record<string, unknown>),
    ...(JSON.parse(from.attributes) as Record<string, unknown>),
  };
  await db
    .updateTable("subscribers")
    .set({
      attributes: JSON.stringify(attributes),
      timezone: from.timezone ?? to.timezone,
      paused_until: from.paused_until,
      updated_at: now,
    })
    .where("id", "=", to.id)
    .execute();
  for (const table of ["consents", "trigger_queue", "address_changes", "former_ids"] as const)
    await sql`update ${sql.table(table)} set subscriber_id = ${to.id} where subscriber_id = ${from.id}`.execute(
      db,
    );
  for (const key of [from.address_key, ...(await formerKeysOf(db, from.id))])
    await addFormer(db, to.id, key, now);
  await forgetFormer(db, to.id, to.address_key);
  await db.insertInto("former_ids").values({ public_id: from.public_id, subscriber_id: to.id }).execute();
  await db.deleteFrom("subscribers").where("id", "=", from.id).execute();
}

/**
 * Whether what `from` has of a list replaces what `to` has. An active membership does: the page named it, and the reader
 * pressed the button. A list that `from` left was not named there, so the later word counts: without it somebody who left
 * after they joined would be mailed. Of two words of one moment the no counts, and a request that nobody has confirmed is
 * no word.
 */
function wins(theirs: Membership, ours: Membership | undefined): boolean {
  if (ours === undefined) return true;
  if (theirs.state === "active") return ours.state !== "active";
  return theirs.state === "unsubscribed" && (ours.state === "pending" || theirs.at >= ours.at);
}

/**
 * Of each issue of which both have a delivery, withdraws one that was never posted. A claim locks its batch first, and so
 * does this: a batch that a worker has claimed meanwhile is no longer pending, and its delivery stays.
 */
async function withdrawSecondCopies(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  from: number,
  to: number,
): Promise<void> {
  const { rows } = await sql<{ id: number; batch: number }>`select d.id, d.batch_id as batch
    from deliveries d join deliveries o on o.issue_id = d.issue_id and o.not_received = 0
      and o.subscriber_id = case when d.subscriber_id = ${from} then cast(${to} as bigint) else cast(${from} as bigint) end
    where d.subscriber_id in (${from}, ${to}) and d.outcome = 'planned'
    -- The copy to the address that stays is the better one.
    order by case when d.subscriber_id = ${from} then 0 else 1 end, d.id`.execute(db);
  for (const { id, batch } of rows) {
    const open = db
      .selectFrom("batches")
      .select("id")
      .where("id", "=", batch)
      .where("state", "=", "pending")
      .where("first_post_at", "is", null)
      .where("refused_post_at", "is", null);
    if ((await (dialect === "postgres" ? open.forUpdate() : open).executeTakeFirst()) === undefined) continue;
    await sql`update deliveries set outcome = 'withdrawn', not_received = 1, reason = 'received'
      where id = ${id} and outcome = 'planned' and exists (select 1 from deliveries o where o.issue_id = deliveries.issue_id
        and o.not_received = 0 and o.id <> deliveries.id and o.subscriber_id in (${from}, ${to}))`.execute(
      db,
    );
  }
}

async function addFormer(db: Kysely<Database>, subscriberId: number, key: string, at: number): Promise<void> {
  await db
    .insertInto("former_addresses")
    .values({ subscriber_id: subscriberId, address_key: key, at })
    .onConflict((conflict) => conflict.columns(["address_key", "subscriber_id"]).doUpdateSet({ at }))
    .execute();
}

/** Removes an address from the former ones, because the subscriber has it again. */
async function forgetFormer(db: Kysely<Database>, subscriberId: number, key: string): Promise<void> {
  await db
    .deleteFrom("former_addresses")
    .where("subscriber_id", "=", subscriberId)
    .where("address_key", "=", key)
    .execute();
}
