import { sql } from "kysely";
import { DAY_MS } from "#src/model/durations.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readMeta, writeMeta } from "#src/store/database/meta.ts";
import { compactLedger } from "#src/store/readers/compact-ledger.ts";

/** Name in `meta` of the time when the ledger was last rewritten, ms UTC. */
const COMPACTED = "compacted_at";
/** Below this size nobody misses the unused room. */
const LARGE_BYTES = 1_000_000_000;
/** Room that becomes free within a month is used again. */
const SOON_MS = 30 * DAY_MS;

/** Returns how much the database takes on its disk, without its log, bytes. */
export async function ledgerBytes({ db, dialect }: Ledger): Promise<number> {
  const { rows } =
    dialect === "sqlite"
      ? await sql<{
          n: number;
        }>`select page_count * page_size as n from pragma_page_count(), pragma_page_size()`.execute(db)
      : await sql<{ n: number }>`select pg_database_size(current_database()) as n`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** Whether to rewrite the ledger is worth a person's while: it is large, and has not been rewritten within a month. */
export async function mayCompact(ledger: Ledger): Promise<boolean> {
  const last = Number((await readMeta(ledger.db, COMPACTED)) ?? 0);
  return (await ledgerBytes(ledger)) > LARGE_BYTES && last < ledger.clock.now() - SOON_MS;
}

/**
 * Gives back the room that emptied rows still take: rows keep their pages, so only a rewrite makes the file smaller. While
 * it runs, it takes the file's size again on the disk, and nobody else writes; on PostgreSQL each table is locked while it
 * is rewritten. False if another process kept it from doing so.
 */
export async function rewriteLedger(ledger: Ledger): Promise<boolean> {
  if (ledger.dialect === "sqlite" && !(await compactLedger(ledger))) return false;
  if (ledger.dialect === "postgres") {
    for (const table of ["deliveries", "events", "batches", "sends", "consents", "compositions"])
      await sql`vacuum (full, analyze) ${sql.table(table)}`.execute(ledger.db);
  }
  await writeMeta(ledger.db, COMPACTED, String(ledger.clock.now()));
  return true;
}

/** Counts what is still there although it is older than it should be: nothing, as long as ticks run. */
export async function countOverdue(
  { db }: Ledger,
  before: { readonly addresses: number; readonly payloads: number },
): Promise<{ readonly sends: number; readonly events: number }> {
  const { rows } = await sql<{ sends: number; events: number }>`select
    (select count(*) from sends s where s.emptied_at is null and s.finished_at is not null
      and s.finished_at <= ${before.addresses}
      and not exists (select 1 from batches b where b.send_id = s.id and b.emptied_at is null
        and b.state in ('pending', 'submitting', 'uncertain'))) as sends,
    (select count(*) from events e where e.scrubbed_at is null and e.received_at <= ${before.payloads}) as events`.execute(
    db,
  );
  return { sends: Number(rows[0]?.sends ?? 0), events: Number(rows[0]?.events ?? 0) };
}
