import { type Kysely, sql } from "kysely";

/**
 * Who writes the plan of a send at this moment, step by step, and until when that may be believed. A send that is in
 * `planning` now was planned by code that wrote all in one transaction: it has no rows yet, and nobody is its planner.
 */
export async function planInSteps(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("sends").addColumn("planner", "text").execute();
  await db.schema.alterTable("sends").addColumn("planner_until", "bigint").execute();
  // Asked for at every look: almost always there is none.
  await sql`create index sends_unfinished on sends (id) where planner is not null`.execute(db);
  // A person is found by their row, and where that is gone by the key that is left: those are few, and an index of every
  // delivery's key would be written at random places by each plan.
  await sql`create index deliveries_nameless on deliveries (address_key) where subscriber_id is null`.execute(
    db,
  );
  await sql`create index sends_tests on sends (id) where kind = 'test'`.execute(db);
  // Pages of a send's events begin after an id: without it in the index SQLite walks through the events of all sends.
  await db.schema.dropIndex("events_send").execute();
  await db.schema.createIndex("events_send").on("events").columns(["send_id", "name", "id"]).execute();
  await sql`create index consents_leavers on consents (list, at) where act = 'unsubscribed'`.execute(db);
}
