import { setTimeout as wait } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { MINUTE_MS } from "#src/model/durations.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { dropMeta, writeMeta } from "#src/store/database/meta.ts";
import type { Database } from "#src/store/database/schema.ts";

/** Name in `meta` until the database's file is rewritten; the value is when to try, ms UTC. */
export const COMPACTION = "erase:file";
/** The pause between two tries. While a try waits for the lock, everything else that this process writes waits behind it. */
const TRY_AGAIN_MS = 10 * MINUTE_MS;
/** The pause between two tries to empty the log, while somebody else reads or writes for a moment. */
const TRUNCATE_AGAIN_MS = 20;

/** Remembers that the database's file still holds what was deleted. Call it in the transaction that deletes. */
export async function wantCompacted(db: Kysely<Database>): Promise<void> {
  await writeMeta(db, COMPACTION, "0");
}

/**
 * Rewrites the database's file, so that no free page and no log holds what was deleted. On SQLite the rewrite takes the
 * file's size again on the disk, and waits for everybody else. PostgreSQL frees its pages for later use, and its files keep
 * what was in them until they are overwritten. False if others kept it from doing so for too long: the rewrite stays
 * wanted.
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
  // The next try is set before this one: a process that keeps us from the lock may also keep us from writing that we
  // failed.
  const value = String(now + TRY_AGAIN_MS);
  await db.updateTable("meta").set({ value }).where("name", "=", COMPACTION).execute();
  await sql`vacuum`.execute(db);
  for (let tries = 0; tries < 50; tries += 1) {
    // A connection that reads an old state keeps the old pages. SQLite reports this in a row, not as an error.
    const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
    if (rows[0]?.busy === 0) return true;
    await wait(TRUNCATE_AGAIN_MS);
  }
  return false;
}
