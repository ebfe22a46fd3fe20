import { setTimeout as wait } from "node:timers/promises";
import { expect, test } from "vitest";
import { faults, watchLedger } from "./crash-bench.ts";
import { seededRandom } from "./seeded-random.ts";
import { workerBench } from "./worker-bench.ts";

const READERS = 350;

for (const point of ["request", "half-read", "accepted", "answered"] as const) {
  test(
    `three workers on PostgreSQL, the one that posts killed at its second batch (${point}): everybody gets it once`,
    { timeout: 90_000 },
    async () => {
      const bench = await workerBench({ readers: READERS, workers: 3, requestsPerSecond: 20 });
      let seen = 0;
      bench.sandbox.on(point, async (info) => {
        seen += 1;
        if (seen === 2) await bench.killPoster(info);
      });
      bench.start();
      await bench.finished();
      expect([...bench.kills.values()]).toEqual([1]);
      expect(await bench.stop()).toEqual([0, 0, 0]);
      expect(await faults(bench, READERS)).toEqual([]);
    },
  );
}

for (const [point, seen] of [
  ["planned", (s) => s.send.planned_at !== null && s.batches.pending === 4],
  ["claimed", (s) => s.batches.submitting >= 1],
  ["settled", (s) => s.batches.submitted >= 1],
] satisfies [string, Parameters<typeof watchLedger>[1]][]) {
  test(
    `three workers on PostgreSQL, all killed when the ledger says ${point}: everybody gets it once`,
    { timeout: 90_000 },
    async () => {
      const bench = await workerBench({ readers: READERS, workers: 3, requestsPerSecond: 10 });
      bench.sandbox.switches.faults = [{ kind: "slow", ms: 100 }];
      // Hold the first POST back until the processes are up, so that there is a moment between plan and claim.
      const blocked = Date.now() + (point === "planned" ? 6000 : 0);
      await bench.ledger.db
        .insertInto("limiter")
        .values({ team: "default", rate: 10, next_at: 0, blocked_until: blocked, high_water_at: 0 })
        .execute();
      const killed = Promise.withResolvers<void>();
      using _watch = watchLedger(bench, seen, () => void bench.killAll().then(killed.resolve, killed.reject));
      bench.start();
      await killed.promise;
      await bench.finished();
      await bench.stop();
      expect(await faults(bench, READERS)).toEqual([]);
    },
  );
}

test(
  "three workers share a send of 2,000 while random ones are killed: everybody gets it once",
  { timeout: 120_000 },
  async () => {
    const readers = 2000;
    const bench = await workerBench({ readers, workers: 3, requestsPerSecond: 4 });
    bench.sandbox.switches.faults = [{ kind: "slow", ms: 150 }];
    const random = seededRandom(20_261_124);
    bench.start();
    let killed = 0;
    while (killed < 12) {
      await wait(200 + random() * 600);
      const { send, batches } = await bench.status();
      if (send.state === "submitted") break;
      if (batches.submitting + batches.submitted === 0) continue;
      await bench.killOne(Math.floor(random() * 3));
      killed += 1;
    }
    await bench.finished();
    await bench.stop();
    console.info(`${killed} kills by batch state: ${JSON.stringify(Object.fromEntries(bench.kills))}`);
    expect(killed).toBeGreaterThan(5);
    expect(bench.posters.size).toBeGreaterThan(2);
    expect(await faults(bench, readers)).toEqual([]);
  },
);
