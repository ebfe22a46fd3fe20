import { setTimeout as wait } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { type CrashBench, crashBench, holdBack } from "./crash-bench.ts";
import { faults } from "./read-books.ts";
import { seededRandom } from "./seeded-random.ts";
import { startWorkers } from "./start-workers.ts";
import { watchLedger } from "./watch-ledger.ts";

const READERS = 350;

async function benchOf(readers: number, requestsPerSecond: number): Promise<CrashBench> {
  return crashBench({
    readers,
    postgres: inject("postgres"),
    switches: { rate_limit: requestsPerSecond },
  });
}

for (const point of ["request", "half-read", "accepted", "answered"] as const) {
  test(`three workers on PostgreSQL, the one that posts killed at its second batch (${point}): everybody gets it once`, async () => {
    await using bench = await benchOf(READERS, 20);
    let seen = 0;
    bench.sandbox.on(point, async (info) => {
      seen += 1;
      if (seen === 2) await workers.killPoster(info);
    });
    await using workers = startWorkers(bench, 3);
    await workers.finished();
    expect(bench.kills.total).toBe(1);
    expect(await workers.stop()).toEqual([0, 0, 0]);
    expect(await faults(bench)).toEqual([]);
  });
}

for (const [point, seen] of [
  ["planned", (s) => s.send.planned_at !== null && s.batches.pending === 4],
  ["claimed", (s) => s.batches.submitting >= 1],
  ["settled", (s) => s.batches.submitted >= 1],
] satisfies [string, Parameters<typeof watchLedger>[1]][]) {
  test(`three workers on PostgreSQL, all killed when the ledger says ${point}: everybody gets it once`, async () => {
    await using bench = await benchOf(READERS, 10);
    bench.sandbox.switches.faults = [{ kind: "slow", ms: 100 }];
    // Between plan and claim is no moment to be seen, unless the first POST is held back.
    const go = point === "planned" ? await holdBack(bench) : null;
    const killed = Promise.withResolvers<void>();
    await using workers = startWorkers(bench, 3);
    using _watch = watchLedger(bench, seen, () => void workers.killAll().then(killed.resolve, killed.reject));
    await killed.promise;
    await go?.();
    await workers.finished();
    await workers.stop();
    expect(await faults(bench)).toEqual([]);
  });
}

test("three workers share a send of 4,000 while random ones are killed, and who posts: everybody gets it once", async () => {
  const readers = 4000;
  // Two batches a second until the kills are over: on a busy machine a kill and a start take seconds.
  await using bench = await benchOf(readers, 2);
  bench.sandbox.switches.faults = [{ kind: "slow", ms: 400 }];
  const random = seededRandom(20_261_124);
  // A random kill may meet nobody who posts. These do, however slow the machine is: the request waits for them.
  let posts = 0;
  using _posters = bench.sandbox.on("accepted", async (info) => {
    posts += 1;
    if (posts % 4 === 0 && posts <= 24) await workers.killPoster(info);
  });
  await using workers = startWorkers(bench, 3);
  let killed = 0;
  while (killed < 12) {
    await wait(200 + random() * 600);
    const { send, batches } = await bench.status();
    if (send.state === "submitted") break;
    if (batches.submitting + batches.submitted === 0) continue;
    await workers.killOne(Math.floor(random() * 3));
    killed += 1;
  }
  bench.sandbox.switches.rate_limit = 20;
  await workers.finished();
  await workers.stop();
  console.info(
    `${killed} random kills, all by batch state: ${JSON.stringify(Object.fromEntries(bench.kills.byState))}`,
  );
  expect(killed).toBeGreaterThan(5);
  expect(workers.posters.size).toBeGreaterThan(2);
  expect(await faults(bench)).toEqual([]);
});
