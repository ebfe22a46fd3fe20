import { type Kysely, sql } from "kysely";

/**
 * A batch remembers the latest time the ledger had seen at its first POST, how often an answer made it wait, and whether it
 * was refused under its key. A batch that is in flight at this moment has none of this: as far as anybody knows, the clock
 * was right when it was first posted.
 */
export async function rememberDoubtAndTime(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("batches").addColumn("first_high_water_at", "bigint").execute();
  await db.schema
    .alterTable("batches")
    .addColumn("waits", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable("batches").addColumn("refused_post_at", "bigint").execute();
  await db.schema
    .alterTable("batches")
    .addColumn("refusals", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  // Every look asks about doubt, for every send there ever was.
  await sql`create index batches_uncertain on batches (send_id) where state = 'uncertain'`.execute(db);
}
