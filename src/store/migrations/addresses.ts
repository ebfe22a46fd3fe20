import { type Kysely, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";

/**
 * A reader may change their address. A delivery belongs to the reader, not to the address it went to, so an issue goes to a
 * subscriber only once, as it goes to an address only once. Until now nobody could change an address: no subscriber has two
 * deliveries of an issue that the index would refuse.
 */
export async function letAddressesChange(db: Kysely<unknown>, dialect: Ledger["dialect"]): Promise<void> {
  await sql`create unique index deliveries_once_reader on deliveries (issue_id, subscriber_id)
    where issue_id is not null and subscriber_id is not null and not_received = 0`.execute(db);
  const ofReader = (name: string) =>
    db.schema
      .createTable(name)
      .addColumn("subscriber_id", "bigint", (c) =>
        c.notNull().references("subscribers.id").onDelete("cascade"),
      );
  await ofReader("former_addresses")
    .addColumn("address_key", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("former_addresses_pk", ["address_key", "subscriber_id"])
    .execute();
  await ofReader("former_ids")
    .addColumn("public_id", "text", (c) => c.primaryKey().notNull())
    .execute();
  const changes = ofReader("address_changes")
    .addColumn("public_id", "text", (c) => c.notNull().unique())
    .addColumn("kind", "text", (c) => c.notNull().check(sql`kind in ('asked', 'back')`))
    .addColumn("address", "text", (c) => c.notNull())
    .addColumn("address_key", "text", (c) => c.notNull())
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("done_at", "bigint");
  await (
    dialect === "sqlite"
      ? changes.addColumn("id", "integer", (c) => c.primaryKey().autoIncrement())
      : changes.addColumn("id", "bigint", (c) => c.primaryKey().generatedByDefaultAsIdentity())
  ).execute();
  for (const table of ["former_addresses", "former_ids", "address_changes"])
    await db.schema.createIndex(`${table}_subscriber`).on(table).column("subscriber_id").execute();
  await sql`create index address_changes_kept on address_changes (at) where address <> ''`.execute(db);
  await db.schema.createIndex("address_changes_key").on("address_changes").column("address_key").execute();
}
