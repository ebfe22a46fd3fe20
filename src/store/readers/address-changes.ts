import { type Kysely, type Selectable, sql } from "kysely";
import type { AddressChangesTable, Database } from "#src/store/database/schema.ts";

export type AddressChange = Selectable<AddressChangesTable>;

/** Remember that a reader may change to an address. Of those that were asked for and nobody has confirmed, only the newest stays. */
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
      // Asked for twice, the links of both mails work.
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

/** Take a change for carried out. False where somebody else has: two presses of one button are one change. */
export async function takeAddressChange(db: Kysely<Database>, id: number, now: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("address_changes")
    .set({ done_at: now })
    .where("id", "=", id)
    .where("done_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What nobody has confirmed by `before` is over, and what was carried out needs the address no more. */
export async function sweepAddressChanges(db: Kysely<Database>, before: number): Promise<void> {
  // The words of the partial index, or it would not serve.
  const old = sql`address <> '' and at < ${before}`;
  await sql`delete from address_changes where ${old} and done_at is null`.execute(db);
  await sql`update address_changes set address = '' where ${old} and done_at is not null`.execute(db);
}

/** Whether an address is, or was, that of a subscriber: what was only asked for is nobody's. */
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

/** What else names a subscriber in mails to them: addresses that they had or asked for, and ids in links, as far as they are kept. */
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

/** Keys of the addresses that a subscriber had before. */
export async function formerKeysOf(db: Kysely<Database>, subscriberId: number): Promise<string[]> {
  const rows = await db
    .selectFrom("former_addresses")
    .select("address_key")
    .where("subscriber_id", "=", subscriberId)
    .execute();
  return rows.map((row) => row.address_key);
}
