import { type Kysely, sql } from "kysely";

/**
 * Readers' answers to `::rate`: one row for each delivery as long as the answer may be replaced, and then only a number. No
 * time is kept, and nothing about who pressed.
 */
export async function keepRatings(db: Kysely<unknown>): Promise<void> {
  const of = (table: string) =>
    db.schema
      .createTable(table)
      .addColumn("send_id", "bigint", (c) => c.notNull().references("sends.id").onDelete("cascade"))
      .addColumn("answer", "text", (c) => c.notNull().check(sql`answer in ('good', 'fair', 'poor')`));
  await of("ratings")
    .addColumn("delivery_id", "bigint", (c) =>
      c.primaryKey().notNull().references("deliveries.id").onDelete("cascade"),
    )
    .execute();
  await db.schema.createIndex("ratings_send").on("ratings").columns(["send_id", "answer"]).execute();
  await of("rating_counts")
    .addColumn("count", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("rating_counts_pk", ["send_id", "answer"])
    .execute();
}
