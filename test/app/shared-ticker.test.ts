import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { startSharedTicker } from "#src/app/shared-ticker.ts";
import type { Ticker } from "#src/app/ticker.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { JOBS_SCHEMA, wakeWorkers } from "#src/store/wake-workers.ts";
import { tempLedger } from "../helpers/temp-ledger.ts";

/** A ticker of a process of its own, as far as pg-boss can tell, and how often it made a pass. */
async function join(ledger: Ledger, quietMs = 600_000): Promise<Ticker & { readonly passes: () => number }> {
  let passes = 0;
  const ticker = await startSharedTicker(ledger, {
    pattern: "* * * * *",
    pass: async () => {
      passes += 1;
    },
    onError: (error) => {
      throw error;
    },
    quietMs,
  });
  onTestFinished(() => ticker[Symbol.asyncDispose]());
  return { ...ticker, passes: () => passes };
}

test("a tick is made by one process and heard by all, and a plan that commits wakes them all", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const first = await join(ledger);
  await first.woken();
  const second = await join(ledger);
  await Promise.all([first.woken(), second.woken()]);
  expect(first.passes() + second.passes()).toBe(2);

  const rolledBack = ledger.db.transaction().execute(async (db) => {
    await wakeWorkers({ db, dialect: "postgres" });
    throw new Error("rolled back");
  });
  await expect(rolledBack).rejects.toThrow("rolled back");
  const waiting = await sql`select 1 from ${sql.ref(`${JOBS_SCHEMA}.job`)} where state = 'created'`.execute(
    ledger.db,
  );
  expect(waiting.rows).toEqual([]);

  const woken = Promise.all([first.woken(), second.woken()]);
  await ledger.db.transaction().execute((db) => wakeWorkers({ db, dialect: "postgres" }));
  await woken;
});

test("with every job gone each process still makes its own passes", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const errors: unknown[] = [];
  let passes = 0;
  const missed = Promise.withResolvers<void>();
  const ticker = await startSharedTicker(ledger, {
    pattern: "* * * * *",
    pass: async () => {
      passes += 1;
      if (passes === 2) missed.resolve();
    },
    onError: (error) => errors.push(error),
    quietMs: 300,
  });
  onTestFinished(() => ticker[Symbol.asyncDispose]());
  await ticker.woken();
  await sql`drop schema ${sql.id(JOBS_SCHEMA)} cascade`.execute(ledger.db);
  await missed.promise;
  // A change of state still commits where its word cannot be given.
  await ledger.db.transaction().execute((db) => wakeWorkers({ db, dialect: "postgres" }));
});

test("the queue of a process that was killed is swept up by the next pass", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const living = await join(ledger);
  await living.woken();
  const queues = async () =>
    (
      await sql<{ name: string }>`select name from ${sql.ref(`${JOBS_SCHEMA}.queue`)}
        where name like 'wake-%'`.execute(ledger.db)
    ).rows.length;
  await sql`insert into ${sql.ref(`${JOBS_SCHEMA}.queue`)} (name, policy, retry_limit, retry_delay, retry_backoff, expire_seconds, retention_seconds, deletion_seconds, partition, table_name)
    select 'wake-dead', policy, retry_limit, retry_delay, retry_backoff, expire_seconds, retention_seconds, deletion_seconds, partition, table_name
    from ${sql.ref(`${JOBS_SCHEMA}.queue`)} where name like 'wake-%' limit 1`.execute(ledger.db);
  expect(await queues()).toBe(2);
  const next = await join(ledger);
  await next.woken();
  expect(await queues()).toBe(2);
});
