import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { rememberBounces } from "./bounces.ts";
import { createLedger } from "./create-ledger.ts";
import { rememberDoubtAndTime } from "./doubt-and-time.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { keepPersonsWord } from "./persons-word.ts";
import { addRetention } from "./retention-columns.ts";
import { planInSteps } from "./steps.ts";
import { moveWavesToBatches } from "./waves-of-batches.ts";

type Dialect = Ledger["dialect"];

/** Every change of the schema, by name, in order. A released migration is never edited. */
export function migrations(dialect: Dialect): Record<string, Migration> {
  const change = (up: (db: Kysely<unknown>) => Promise<void>): Migration => ({
    up: async (db) => {
      await lockOutClaims(db, dialect);
      await up(db);
    },
  });
  return {
    "0001-ledger": { up: (db: Kysely<unknown>) => createLedger(db, dialect) },
    "0002-waves-of-batches": change((db) => moveWavesToBatches(db)),
    "0003-pace": change(addPace),
    "0007-doubt-and-time": change(rememberDoubtAndTime),
    "0012-word": change(keepPersonsWord),
    "0013-retention": change(addRetention),
    "0014-steps": change(planInSteps),
    "0015-bounces": change(rememberBounces),
  };
}

/**
 * From here to the end of a migration no claim is under way. A claim takes the lesser lock before it reads the schema's
 * version (`refuseNewer`), so it either ends before the migration begins or sees that it has happened. On SQLite one
 * transaction writes at a time.
 */
async function lockOutClaims(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect === "postgres") await sql`lock table batches, deliveries in access exclusive mode`.execute(db);
}

/** What the pace knows of a window's beginning and of others that answers do not show. All of it is learnt again. */
async function addPace(db: Kysely<unknown>): Promise<void> {
  for (const name of ["window_from", "held", "held_until"])
    await db.schema
      .alterTable("limiter")
      .addColumn(name, "bigint", (c) => c.notNull().defaultTo(0))
      .execute();
}
