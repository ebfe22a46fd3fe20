import { type Kysely, sql } from "kysely";

/**
 * What a batch remembers of its first POST besides the clock, how often an answer made it wait, and whether it was refused under
 * its key. A batch that is in flight at this moment has none of it: it was first posted by a clock that was right, as far as
 * anybody knows.
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
  // Doubt is asked for at every look, of every send there ever was.
  await sql`create index batches_uncertain on batches (send_id) where state = 'uncertain'`.execute(db);
}
