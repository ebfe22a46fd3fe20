import { type Kysely, sql } from "kysely";
import type { BatchState } from "#src/model/states.ts";
import type { Ledger } from "./ledger.ts";
import type { Database } from "./schema.ts";

/** Where a delivery that cannot be scrubbed yet is remembered: as `erase:<delivery id>` in `meta`. */
const WAITING = "erase:";

/** A batch whose bytes may still be posted, so that what it says of a person must stay for now. */
export interface PendingBatch {
  readonly batchId: number;
  readonly sendId: number;
  /** 1-based within its send. */
  readonly n: number;
  readonly state: BatchState;
  /** Slug of the issue; null for a test. */
  readonly issue: string | null;
}

/** Remove a person's own rows; memberships go with them. What the log says they did stays, without its evidence. */
export async function deletePerson(db: Kysely<Database>, addressKey: string): Promise<void> {
  await db.updateTable("consents").set({ evidence: "{}" }).where("address_key", "=", addressKey).execute();
  await db.deleteFrom("subscribers").where("address_key", "=", addressKey).execute();
}

/** Deliveries to an address, those by the person's row included. */
export async function deliveriesTo(
  db: Kysely<Database>,
  addressKey: string,
): Promise<{ id: number; batch_id: number | null; outcome: string }[]> {
  return db
    .selectFrom("deliveries")
    .select(["id", "batch_id", "outcome"])
    .where("address_key", "=", addressKey)
    .execute();
}

/**
 * Take address, values and public id out of deliveries. The row stays: the books must balance. Those in a batch that
 * may still be posted, or posted again, keep them and are remembered; a repeat with other bytes would be refused as
 * another message. Returns the batches that wait.
 */
export async function scrubDeliveries(db: Kysely<Database>, ids: readonly number[]): Promise<PendingBatch[]> {
  const waiting = new Map<number, PendingBatch>();
  for (const id of ids) {
    const batch = await openBatchOf(db, id);
    const name = `${WAITING}${id}`;
    if (batch === undefined) {
      await db
        .updateTable("deliveries")
        .set({ address: "", slot_values: "{}", subscriber_public_id: null })
        .where("id", "=", id)
        .execute();
      await db.deleteFrom("meta").where("name", "=", name).execute();
      continue;
    }
    waiting.set(batch.batchId, batch);
    await db
      .insertInto("meta")
      .values({ name, value: "" })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .execute();
  }
  return [...waiting.values()];
}

/** Deliveries of erased people that still wait for their batch. Almost always none, and then it costs nothing. */
export async function waitingDeliveries(db: Kysely<Database>): Promise<number[]> {
  const rows = await db
    .selectFrom("meta")
    .select("name")
    .where("name", ">=", WAITING)
    .where("name", "<", "erase;")
    .execute();
  return rows.map(({ name }) => Number(name.slice(WAITING.length)));
}

/** Events of these deliveries, and any other whose body holds one of `texts`, whatever its case. */
export async function eventsAbout(
  db: Kysely<Database>,
  ids: readonly number[],
  texts: readonly string[],
): Promise<{ id: number; payload: string }[]> {
  const found = new Map<number, { id: number; payload: string }>();
  const select = db.selectFrom("events").select(["id", "payload"]);
  for (let start = 0; start < ids.length; start += 500) {
    const rows = await select.where("delivery_id", "in", ids.slice(start, start + 500)).execute();
    for (const row of rows) found.set(row.id, row);
  }
  for (const text of texts) {
    const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
    const rows = await select.where(sql<boolean>`lower(payload) like ${pattern} escape '\\'`).execute();
    for (const row of rows) found.set(row.id, row);
  }
  return [...found.values()];
}

export async function replacePayload(db: Kysely<Database>, id: number, payload: string): Promise<void> {
  await db.updateTable("events").set({ payload }).where("id", "=", id).execute();
}

/**
 * Write the database's file anew, so that no free page and no log holds what was deleted. On SQLite it takes the file's size
 * again on the disk, and waits for everybody else; PostgreSQL frees its pages for later use, and its files keep what
 * was in them until they are overwritten.
 */
export async function compactLedger(ledger: Ledger): Promise<void> {
  if (ledger.dialect === "postgres") {
    for (const table of ["subscribers", "list_members", "consents", "deliveries", "events"]) {
      await sql`vacuum ${sql.table(table)}`.execute(ledger.db);
    }
    return;
  }
  await sql`vacuum`.execute(ledger.db);
  await sql`pragma wal_checkpoint(truncate)`.execute(ledger.db);
}

/**
 * The batch of a delivery where it may still be posted: it is open, or nobody knows whether Resend accepted it. A
 * recipient that was already withdrawn or refused is no longer part of it.
 */
async function openBatchOf(db: Kysely<Database>, deliveryId: number): Promise<PendingBatch | undefined> {
  return db
    .selectFrom("deliveries")
    .innerJoin("batches", "batches.id", "deliveries.batch_id")
    .leftJoin("issues", "issues.id", "deliveries.issue_id")
    .select([
      "batches.id as batchId",
      "batches.send_id as sendId",
      "batches.n",
      "batches.state",
      "issues.slug as issue",
    ])
    .where("deliveries.id", "=", deliveryId)
    .where("deliveries.outcome", "in", ["planned", "held", "uncertain"])
    .where("batches.state", "in", ["pending", "submitting", "uncertain"])
    .executeTakeFirst();
}
