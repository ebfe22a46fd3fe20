import { type Kysely, type Selectable, sql } from "kysely";
import type { AddressChangesTable, Database } from "#src/store/database/schema.ts";

export type AddressChange = Selectable<AddressChangesTable>;

/** Remembers that a reader may change to an address. Of the addresses that were asked for and not confirmed, only the newest stays. */
export async function insertAddressChange(
  db: Kysely<Database>,
  change: Omit<AddressChange, "id" | "done_at">,
): Promise<void> {
  if (change.kind === "asked") {
    await db
      .deleteFrom("address_changes")
      .where("subscriber_id", "=", change.subscriber_id)
      .where("kind", "=", "asked")
      .where("done_at", "is", null)
      // If an address is asked for twice, the links of both mails work.
      .where("address_key", "!=", change.address_key)
      .execute();
  }
  await db
    .insertInto("address_changes")
    .values({ ...change, done_at: null })
    .execute();
}

export async function addressChange(
  db: Kysely<Database>,
  publicId: string,
): Promise<AddressChange | undefined> {
  return db.selectFrom("address_changes").selectAll().where("public_id", "=", publicId).executeTakeFirst();
}

/** Marks a change as carried out. False if somebody else has carried it out: two presses of one button are one change. */
export async function takeAddressChange(db: Kysely<Database>, id: number, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("address_changes")
    .set({ done_at: now })
    .where("id", "=", id)
    .where("done_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Deletes old changes that nobody has confirmed by `before`, and empties the addresses of those that were carried out. */
export async function sweepAddressChanges(db: Kysely<Database>, before: number): Promise<void> {
  // Repeats the words of the partial index, which is not used otherwise.
  const old = sql`address <> '' and at < ${before}`;
  await sql`delete from address_changes where ${old} and done_at is null`.execute(db);
  await sql`update address_changes set address = '' where ${old} and done_at is not null`.execute(db);
}

/** Whether an address is or was a subscriber's own. An address that was only asked for is nobody's. */
export async function isAddressOf(
  db: Kysely<Database>,
  subscriberId: number,
  addressKey: string,
): Promise<boolean> {
  const { rows } =
    await sql`select 1 from subscribers where id = ${subscriberId} and address_key = ${addressKey}
    union all select 1 from former_addresses where subscriber_id = ${subscriberId} and address_key = ${addressKey}`.execute(
      db,
    );
  return rows.length > 0;
}

/** Returns what else names a subscriber in mails to them, as far as it is kept: addresses they had or asked for, and ids in links. */
export async function otherNamesOf(
  db: Kysely<Database>,
  subscriberId: number,
): Promise<{ readonly addresses: readonly string[]; readonly publicIds: readonly string[] }> {
  const sent = await db
    .selectFrom("deliveries")
    .select("address")
    .distinct()
    .where("subscriber_id", "=", subscriberId)
    .execute();
  const changes = await db
    .selectFrom("address_changes")
    .select(["address", "public_id"])
    .where("subscriber_id", "=", subscriberId)
    .execute();
  const ids = await db
    .selectFrom("former_ids")
    .select("public_id")
    .where("subscriber_id", "=", subscriberId)
    .execute();
  const addresses = [...sent, ...changes].map(({ address }) => address);
  return {
    addresses: [...new Set(addresses)].filter((address) => address !== ""),
    publicIds: [...changes, ...ids].map(({ public_id: id }) => id),
  };
}

/** Returns the keys of the addresses that a subscriber had before. */
export async function formerKeysOf(db: Kysely<Database>, subscriberId: number): Promise<string[]> {
  const rows = await db
    .selectFrom("former_addresses")
    .select("address_key")
    .where("subscriber_id", "=", subscriberId)
    .execute();
  return rows.map((row) => row.address_key);
}
