import { type Kysely, sql } from "kysely";

/**
 * What a batch remembers of its first POST besides the clock, and how often an answer made it wait. A batch that is in flight
 * at this moment has neither: it was first posted by a clock that was right, as far as anybody knows.
 */
export async function rememberDoubtAndTime(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("batches").addColumn("first_high_water_at", "bigint").execute();
  await db.schema
    .alterTable("batches")
    .addColumn("waits", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  // Doubt is asked for at every look, of every send there ever was.
  await sql`create index batches_uncertain on batches (send_id) where state = 'uncertain'`.execute(db);
}
