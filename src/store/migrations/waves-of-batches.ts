import { type Kysely, sql } from "kysely";

/**
 * The batch tells who waits for a later wave; a delivery that waits is planned like any other.
 *
 * A process that was started before this migration may still run, and its code does not ask for the schema's version. Each
 * of its writes that could lose or double somebody names a column that is gone, so it fails and is rolled back: its claim
 * reads `origin`, its plan inserts `wave`, and what settles or withdraws writes `freed`. What it had posted stays in flight
 * under its key until its lease ends, and is repeated with the same bytes.
 */
export async function moveWavesToBatches(db: Kysely<unknown>): Promise<void> {
  await sql`update deliveries set outcome = 'planned' where outcome = 'held'`.execute(db);
  // Until now only this sentence told a send whose file had errors from one that was edited late.
  await sql`update sends set reason = 'errors' where reason = 'edited'
    and note = 'The file has errors now; the send waits until they are mended.'`.execute(db);
  await db.schema.alterTable("deliveries").dropColumn("wave").execute();
  await db.schema.alterTable("deliveries").dropColumn("deliver_at").execute();
  await db.schema.alterTable("deliveries").renameColumn("freed", "not_received").execute();
  await db.schema.alterTable("batches").renameColumn("origin", "split_from").execute();
  await sql`alter table deliveries add constraint deliveries_outcome
    check (outcome in ('planned', 'submitted', 'refused', 'withdrawn', 'uncertain'))`.execute(db);
}
