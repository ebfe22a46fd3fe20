import { setTimeout as wait } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { MINUTE_MS } from "#src/model/durations.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { dropMeta, writeMeta } from "#src/store/database/meta.ts";
import type { Database } from "#src/store/database/schema.ts";

/** In `meta` until the database's file is rewritten; its value is when to try, ms UTC. */
export const COMPACTION = "erase:file";
/** While one try waits for the lock, everything else that this process writes waits behind it. */
const TRY_AGAIN_MS = 10 * MINUTE_MS;
/** Between two tries to empty the log: somebody reads or writes for a moment. */
const TRUNCATE_AGAIN_MS = 20;

/** Remember that the database's file still holds what was deleted. In the transaction that deletes. */
export async function wantCompacted(db: Kysely<Database>): Promise<void> {
  await writeMeta(db, COMPACTION, "0");
}

/**
 * Rewrite the database's file, so that no free page and no log holds what was deleted. On SQLite it takes the file's size
 * again on the disk, and waits for everybody else; PostgreSQL frees its pages for later use, and its files keep what
 * was in them until they are overwritten. False where others kept it from doing so for too long: it stays wanted.
 */
export async function compactLedger(ledger: Ledger): Promise<boolean> {
  const { db } = ledger;
  try {
    if (ledger.dialect === "postgres") await vacuumTables(db);
    else if (!(await vacuumFile(db, ledger.clock.now()))) return false;
    await dropMeta(db, COMPACTION);
    return true;
  } catch (error) {
    // What was erased is erased. An error would say that it is not, and would end a worker that has mail to post.
    if (error instanceof LetterpressError && error.code === "ledger/locked") return false;
    throw error;
  }
}

/** How large the file of a ledger on SQLite is, bytes. */
export async function fileBytes({ db }: Pick<Ledger, "db">): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`select page_count * page_size as bytes
    from pragma_page_count(), pragma_page_size()`.execute(db);
  return Number(rows[0]?.bytes ?? 0);
}

async function vacuumTables(db: Kysely<Database>): Promise<void> {
  for (const table of ["subscribers", "list_members", "consents", "deliveries", "events"]) {
    await sql`vacuum ${sql.table(table)}`.execute(db);
  }
}

async function vacuumFile(db: Kysely<Database>, now: number): Promise<boolean> {
  // Before the try: the process that kept it from the lock may also keep it from writing that it failed.
  const value = String(now + TRY_AGAIN_MS);
  await db.updateTable("meta").set({ value }).where("name", "=", COMPACTION).execute();
  await sql`vacuum`.execute(db);
  for (let tries = 0; tries < 50; tries += 1) {
    // A connection that reads an old state keeps the old pages; what SQLite says of it is a row, not an error.
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
    if (rows[0]?.busy === 0) return true;
    await wait(TRUNCATE_AGAIN_MS);
  }
  return false;
}
