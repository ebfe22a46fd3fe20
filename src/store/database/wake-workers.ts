import { type Kysely, sql } from "kysely";
import type * as PgBossModule from "pg-boss";
import type { Ledger } from "./ledger.ts";
import type { Database } from "./schema.ts";

/** Where pg-boss keeps its own tables, beside the ledger's. Dropping it loses nothing that matters. */
export const JOBS_SCHEMA = "letterpress_jobs";
/** The event that every `serve` on one PostgreSQL listens to. */
export const WAKE = "wake";

type Jobs = typeof PgBossModule;

let jobs: Jobs | null = null;

/**
 * Loads the job queue, once per process. Opening a PostgreSQL ledger does so in advance: loading takes a tenth of a second,
 * and inside a transaction its locks would be held for as long. A ledger in a file needs no queue.
 */
export async function loadJobs(): Promise<void> {
  jobs ??= await import("pg-boss");
}

/**
 * Tells every worker on this ledger that there may be something to do, as part of the caller's transaction: nobody is woken
 * for a change that was rolled back or is not visible yet. On SQLite the workers look by themselves. A failure is swallowed
 * on purpose: workers also look every second, so a lost message costs a second and no more, whereas a plan that fails
 * because of it would cost the send.
 */
export async function wakeWorkers({ db, dialect }: Pick<Ledger, "db" | "dialect">): Promise<void> {
  const queue = jobs;
  if (dialect === "sqlite" || queue === null) return;
  if (db.isTransaction) return guarded(db, queue);
  await db.transaction().execute((trx) => guarded(trx, queue));
}

async function guarded(db: Kysely<Database>, { PgBoss, fromKysely }: Jobs): Promise<void> {
  const table = `${JOBS_SCHEMA}.subscription`;
  const { rows } = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(
    db,
  );
  if (rows[0]?.there !== true) return;
  // Without a savepoint a statement that fails would take the whole transaction with it.
  await sql`savepoint wake_workers`.execute(db);
  try {
    const boss = new PgBoss({ db: fromKysely(db), schema: JOBS_SCHEMA, supervise: false, schedule: false });
    await boss.publish(WAKE, {});
    await sql`release savepoint wake_workers`.execute(db);
  } catch {
    await sql`rollback to savepoint wake_workers`.execute(db);
  }
}
