import { type Kysely, sql } from "kysely";

/**
 * Records who is writing the plan of a send, step by step, and until when that may be believed. A send that is in
 * `planning` now was planned by code that wrote everything in one transaction: it has no rows yet, and nobody is its
 * planner.
 */
export async function planInSteps(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("sends").addColumn("planner", "text").execute();
  await db.schema.alterTable("sends").addColumn("planner_until", "bigint").execute();
  // Every look asks for unfinished plans: almost always there is none.
  await sql`create index sends_unfinished on sends (id) where planner is not null`.execute(db);
  // A person's deliveries are found by their row, or by the address key if the row is gone. Deliveries without a row are
  // few. Each plan would write an index of every delivery's key at random places.
  await sql`create index deliveries_nameless on deliveries (address_key) where subscriber_id is null`.execute(
    db,
  );
  await sql`create index sends_tests on sends (id) where kind = 'test'`.execute(db);
  // Pages of a send's events begin after an id. Without the id in the index SQLite walks through the events of all sends.
  await db.schema.dropIndex("events_send").execute();
  await db.schema.createIndex("events_send").on("events").columns(["send_id", "name", "id"]).execute();
  await sql`create index consents_leavers on consents (list, at) where act = 'unsubscribed'`.execute(db);
}
