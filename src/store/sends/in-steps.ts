import { setTimeout as wait } from "node:timers/promises";
import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** About how long a step should take, ms. On SQLite nobody else writes meanwhile, and the process that takes it answers nobody. */
const STEP_MS = 50;
/** The pause between two steps, ms. SQLite's waiting writers are not queued: they look again every 8 ms. */
const PAUSE_MS = 9;
const FIRST_ROWS = 500;
/** So few rows are quick on any machine: if a step was slow for other reasons, smaller steps would not help. */
const FEWEST_ROWS = 2_000;
const MOST_ROWS = 100_000;

/**
 * Does bulk work in many short transactions. `work` is told about how many rows to take on, fewer after a slow step and
 * more after a quick one, and says whether more is left. If the process is killed in between, whole steps are there: the
 * caller must be able to begin again from any of them.
 */
export async function inSteps(
  db: Kysely<Database>,
  work: (db: Kysely<Database>, rows: number) => Promise<boolean>,
): Promise<void> {
  let rows = FIRST_ROWS;
  for (;;) {
    let began = 0;
    const more = await db.transaction().execute(async (trx) => {
      // The clock starts only here: the transaction may have waited for the lock before.
      began = performance.now();
      return work(trx, rows);
    });
    if (!more) return;
    const pace = STEP_MS / Math.max(1, performance.now() - began);
    const wanted = rows * Math.min(2, Math.max(0.5, pace));
    rows = Math.round(Math.min(MOST_ROWS, Math.max(FEWEST_ROWS, wanted)));
    await wait(PAUSE_MS);
  }
}
