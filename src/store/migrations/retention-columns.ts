import { type Kysely, sql } from "kysely";

/**
 * An index finds what is left to shrink, and rows that have shrunk leave that index: a ledger of ten years costs a tick no
 * more than one of ten weeks. A send and a batch remember that their deliveries are empty, an event that its payload is
 * reduced.
 */
export async function addRetention(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("sends").addColumn("emptied_at", "bigint").execute();
  await db.schema.alterTable("batches").addColumn("emptied_at", "bigint").execute();
  await db.schema.alterTable("events").addColumn("scrubbed_at", "bigint").execute();
  await sql`create index sends_whole on sends (finished_at) where emptied_at is null and finished_at is not null`.execute(
    db,
  );
  await sql`create index sends_triggers on sends (finished_at) where kind = 'trigger'`.execute(db);
  await sql`create index batches_whole on batches (send_id, id) where emptied_at is null`.execute(db);
  await sql`create index events_whole on events (received_at) where scrubbed_at is null`.execute(db);
  await sql`create index events_unmatched on events (received_at)
    where state = 2 and delivery_id is null and scrubbed_at is null`.execute(db);
  // People who never confirmed are few; the members of a list are all readers.
  await sql`create index list_members_pending on list_members (subscriber_id) where state = 'pending'`.execute(
    db,
  );
  await db.schema
    .createTable("compositions")
    .addColumn("inputs", "text", (c) => c.primaryKey().notNull())
    .addColumn("version", "text", (c) => c.notNull())
    .addColumn("body", "text", (c) => c.notNull())
    .addColumn("used_at", "bigint", (c) => c.notNull())
    .execute();
}
