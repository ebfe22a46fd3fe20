import { type Kysely, sql } from "kysely";

/**
 * Keeps what a reader's bounces lead to: a rest, one try, and then a suppression. Bounces from before this migration are
 * not judged until the next one comes.
 */
export async function rememberBounces(db: Kysely<unknown>): Promise<void> {
  for (const name of ["rests_until", "bounced_at", "bounces_from"])
    await db.schema.alterTable("subscribers").addColumn(name, "bigint").execute();
  // Few readers bounce, and every tick asks for them.
  await sql`create index subscribers_bounced on subscribers (id)
    where bounced_at is not null or rests_until is not null`.execute(db);
}
