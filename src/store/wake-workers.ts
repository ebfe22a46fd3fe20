import { type Kysely, sql } from "kysely";
import type { Ledger } from "./ledger.ts";
import type { Database } from "./schema.ts";

/** Where pg-boss keeps its own tables, beside the ledger's. Dropping it loses nothing that matters. */
export const JOBS_SCHEMA = "letterpress_jobs";
/** The event that every `serve` on one PostgreSQL listens to. */
export const WAKE = "wake";

/**
 * Tell every worker on this ledger that there may be something to do, as part of the caller's transaction: nobody is
 * woken for a change that was rolled back, and nobody before it is visible. On SQLite the workers look by themselves.
 * A failure is swallowed on purpose: workers also look every second, so a lost word costs a second and no more,
 * whereas a plan that fails because of it would cost the send.
 */
export async function wakeWorkers({ db, dialect }: Pick<Ledger, "db" | "dialect">): Promise<void> {
  if (dialect === "sqlite") return;
  if (db.isTransaction) return guarded(db);
  await db.transaction().execute(guarded);
}

async function guarded(db: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{
    there: boolean;
  }>`select to_regclass(${`${JOBS_SCHEMA}.subscription`}) is not null
    as there`.execute(db);
  if (rows[0]?.there !== true) return;
  // A statement that fails would take the whole transaction with it.
  await sql`savepoint wake_workers`.execute(db);
  try {
    // Loaded where it is used: a ledger in a file needs no job queue, and it takes a tenth of a second.
    const { PgBoss, fromKysely } = await import("pg-boss");
    const jobs = new PgBoss({ db: fromKysely(db), schema: JOBS_SCHEMA, supervise: false, schedule: false });
    await jobs.publish(WAKE, {});
    await sql`release savepoint wake_workers`.execute(db);
  } catch {
    await sql`rollback to savepoint wake_workers`.execute(db);
  }
}
