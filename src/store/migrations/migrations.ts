import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { letAddressesChange } from "./addresses.ts";
import { keepArticles } from "./articles.ts";
import { rememberBounces } from "./bounces.ts";
import { createLedger } from "./create-ledger.ts";
import { rememberDoubtAndTime } from "./doubt-and-time.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { keepOverruled } from "./overruled.ts";
import { keepPersonsWord } from "./persons-word.ts";
import { keepRatings } from "./ratings.ts";
import { addRetention } from "./retention-columns.ts";
import { keepShares } from "./shares.ts";
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
    // Changes nothing. It stops a version that does not know parts for some readers and would mail holes in their place.
    "0016-parts": change(async () => undefined),
    "0017-articles": change(keepArticles),
    "0018-addresses": change((db) => letAddressesChange(db, dialect)),
    "0019-overruled": change(keepOverruled),
    "0020-ratings": change(keepRatings),
    "0021-shares": change((db) => keepShares(db, dialect)),
  };
}

/** Every table that one of the migrations after the first changes, or that a new table refers to. */
const CHANGED = [
  "batches",
  "deliveries",
  "sends",
  "events",
  "issues",
  "issue_pages",
  "emails",
  "subscribers",
  "list_members",
  "consents",
  "limiter",
] as const;
/** Shorter than PostgreSQL waits before it looks for a deadlock: a migration gives way, and nobody's webhook fails. */
const LOCK_MS = 500;

/**
 * From here to the end of a migration no claim is under way. A claim takes a weaker lock before it reads the schema's
 * version (`refuseNewer`), so it either ends before the migration begins or sees that the migration has happened. On SQLite
 * one transaction writes at a time.
 *
 * Meanwhile a running `serve` takes webhooks and locks tables one by one, in an order of its own. So all tables are locked
 * before anything is changed, and no lock is waited for long: a migration that cannot get one table lets go of the others
 * (`isLockedOut`).
 */
async function lockOutClaims(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect !== "postgres") return;
  await sql`set local lock_timeout = ${sql.lit(LOCK_MS)}`.execute(db);
  const tables = sql.join(CHANGED.map((name) => sql.table(name)));
  await sql`lock table ${tables} in access exclusive mode`.execute(db);
}

/** Whether somebody else held a table that a migration needs: nothing was changed, and the migration may be tried again. */
export function isLockedOut(error: unknown): boolean {
  // PostgreSQL's lock_not_available and deadlock_detected.
  return error instanceof Error && "code" in error && /^(?:55P03|40P01)$/.test(String(error.code));
}

/** Adds what the pace knows of a window's beginning, and of other senders that answers do not show. All of it is learnt again. */
async function addPace(db: Kysely<unknown>): Promise<void> {
  for (const name of ["window_from", "held", "held_until"])
    await db.schema
      .alterTable("limiter")
      .addColumn(name, "bigint", (c) => c.notNull().defaultTo(0))
      .execute();
}
