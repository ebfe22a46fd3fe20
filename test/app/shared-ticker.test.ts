import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { startSharedTicker } from "#src/app/job/shared-ticker.ts";
import type { Ticker } from "#src/app/job/ticker.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { JOBS_SCHEMA, wakeWorkers } from "#src/store/database/wake-workers.ts";
import { tempLedger } from "../helpers/temp-ledger.ts";

/** Counts passes, and resolves `reached(n)` when there were `n`. */
function passCounter(): {
  readonly pass: () => Promise<void>;
  readonly reached: (n: number) => Promise<void>;
} {
  let passes = 0;
  const waiting = new Map<number, () => void>();
  return {
    pass: async () => {
      passes += 1;
      waiting.get(passes)?.();
    },
    reached: (n) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (passes >= n) resolve();
      waiting.set(n, resolve);
      return promise;
    },
  };
}

/** A ticker of a process of its own, as far as pg-boss can tell. */
async function join(ledger: Ledger, pass: () => Promise<void>, quietMs = 600_000): Promise<Ticker> {
  const ticker = await startSharedTicker(ledger, {
    pattern: "* * * * *",
    pass,
    onError: () => undefined,
    quietMs,
  });
  onTestFinished(() => ticker[Symbol.asyncDispose]());
  return ticker;
}

/** Ids of the words that wait for some process to hear them. */
async function unheard(db: Ledger["db"]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(`${JOBS_SCHEMA}.job`)}
    where name like 'wake-%' and state = 'created'`.execute(db);
  return rows.map(({ id }) => id);
}

test("a tick is made by one process at a time, and its word that something changed is heard by all", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const { pass, reached } = passCounter();
  const first = await join(ledger, pass);
  await reached(1);
  const heard = first.woken();
  const second = await join(ledger, pass);
  await reached(2);
  await heard;

  const woken = Promise.all([first.woken(), second.woken()]);
  await ledger.db.transaction().execute((db) => wakeWorkers({ db, dialect: "postgres" }));
  await expect(woken).resolves.toHaveLength(2);
});

test("while one machine reads the project no other does, and what piles up meanwhile is one pass", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const first = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  let active = 0;
  let most = 0;
  let passes = 0;
  const pass = async (): Promise<void> => {
    passes += 1;
    most = Math.max(most, (active += 1));
    first.resolve();
    if (passes === 2) second.resolve();
    await release.promise;
    active -= 1;
  };
  await join(ledger, pass);
  await first.promise;
  // Each of these asks for a pass when it starts, and would make it while the first one is still reading.
  for (let machine = 2; machine <= 4; machine++) await join(ledger, pass);
  const { rows } = await sql<{ state: string; n: number }>`select state, count(*) as n
    from ${sql.table(`${JOBS_SCHEMA}.job`)} where name = 'tick' group by state order by state desc`.execute(
    ledger.db,
  );
  expect(rows.map(({ state, n }) => [state, Number(n)])).toEqual([
    ["active", 1],
    ["created", 1],
  ]);
  release.resolve();
  await second.promise;
  expect(most).toBe(1);
});

test("nobody is woken for a change that is rolled back", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const { pass, reached } = passCounter();
  await join(ledger, pass);
  await reached(1);
  let given: string[] = [];
  // While the word of the first tick still waits to be heard a second one adds none: then once more.
  while (given.length === 0) {
    const change = ledger.db.transaction().execute(async (db) => {
      const before = await unheard(db);
      await wakeWorkers({ db, dialect: "postgres" });
      given = (await unheard(db)).filter((id) => !before.includes(id));
      throw new Error("rolled back");
    });
    await expect(change).rejects.toThrow("rolled back");
  }
  const { rows } = await sql`select 1 from ${sql.table(`${JOBS_SCHEMA}.job`)}
    where id in (${sql.join(given)})`.execute(ledger.db);
  expect(rows).toEqual([]);
});

test("with every job gone each process still makes its own passes", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const { pass, reached } = passCounter();
  const ticker = await join(ledger, pass, 300);
  await reached(1);
  await sql`drop schema ${sql.id(JOBS_SCHEMA)} cascade`.execute(ledger.db);
  await expect(reached(3)).resolves.toBeUndefined();
  // A change of state still commits where its word cannot be given.
  await ledger.db.transaction().execute((db) => wakeWorkers({ db, dialect: "postgres" }));

  await ticker[Symbol.asyncDispose]();
  // What still asked for work would keep the process from ending.
  const connections = sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and application_name = 'letterpress jobs'`;
  await expect.poll(async () => (await connections.execute(ledger.db)).rows).toEqual([{ n: 0 }]);
});

test("a pass that outlasts the silence of the others is not joined by a second one of its own process", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const { pass, reached } = passCounter();
  const release = Promise.withResolvers<void>();
  let active = 0;
  let most = 0;
  const slow = async (): Promise<void> => {
    most = Math.max(most, (active += 1));
    await pass();
    await release.promise;
    active -= 1;
  };
  const quietMs = 20;
  await join(ledger, slow, quietMs);
  await reached(1);
  // Timers of one length fire in turn: after ten of ours the watch has looked nine times at least.
  for (let looks = 0; looks < 10; looks += 1) await wait(quietMs);
  expect(most).toBe(1);
  release.resolve();
  await reached(2);
});

test("the queue of a process that was killed is swept up by the next pass", async () => {
  const ledger = await tempLedger({ dialect: "postgres" });
  const { pass, reached } = passCounter();
  await join(ledger, pass);
  await reached(1);
  const queue = sql.table(`${JOBS_SCHEMA}.queue`);
  const settings = sql`policy, retry_limit, retry_delay, retry_backoff, expire_seconds, retention_seconds,
    deletion_seconds, partition, table_name`;
  await sql`insert into ${queue} (name, ${settings}) select 'wake-dead', ${settings} from ${queue}
    where name like 'wake-%' limit 1`.execute(ledger.db);
  // Passes follow one another, so the third begins when the second has swept.
  await join(ledger, pass);
  await reached(2);
  await join(ledger, pass);
  await reached(3);
  const { rows } = await sql`select 1 from ${queue} where name = 'wake-dead'`.execute(ledger.db);
  expect(rows).toEqual([]);
});
