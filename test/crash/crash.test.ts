import { expect, test } from "vitest";
import { crashBench, finish, holdBack } from "./crash-bench.ts";
import { faults } from "./read-books.ts";
import { seededRandom } from "./seeded-random.ts";
import { watchLedger } from "./watch-ledger.ts";

const READERS = 350;

for (const point of ["request", "half-read", "accepted", "answered"] as const) {
  for (const batch of [1, 2]) {
    test(`killed when the sandbox has seen batch ${batch}'s POST (${point}), everybody gets it once`, async () => {
      await using bench = await crashBench({ readers: READERS });
      let seen = 0;
      const killed = await bench.tick((kill) =>
        bench.sandbox.on(point, () => {
          seen += 1;
          if (seen === batch) kill();
        }),
      );
      expect(killed).toBe(true);
      await finish(bench);
      expect(await faults(bench)).toEqual([]);
    });
  }
}

for (const [point, seen] of [
  ["planned", (s) => s.send.planned_at !== null && s.batches.pending === 4],
  ["claimed", (s) => s.batches.submitting >= 1],
  ["settled", (s) => s.batches.submitted >= 1],
] satisfies [string, Parameters<typeof watchLedger>[1]][]) {
  test(`killed when the ledger says ${point}, everybody gets it once`, async () => {
    await using bench = await crashBench({ readers: READERS, switches: { rate_limit: 5 } });
    bench.sandbox.switches.faults = [{ kind: "slow", ms: 100 }];
    // Between plan and claim is no moment to be seen, unless the first POST is held back.
    const go = point === "planned" ? await holdBack(bench) : null;
    const killed = await bench.tick((kill) => watchLedger(bench, seen, kill));
    expect(killed).toBe(true);
    await go?.();
    await finish(bench);
    expect(await faults(bench)).toEqual([]);
  });
}

test("two ticks started in the same second send nothing twice", async () => {
  await using bench = await crashBench({ readers: READERS });
  await Promise.all([bench.tick(), bench.tick()]);
  await finish(bench);
  expect(await faults(bench)).toEqual([]);
});

test("killed 20 times at random moments, 5,000 readers get it once each", async () => {
  const readers = 5000;
  await using bench = await crashBench({ readers, switches: { rate_limit: 12 } });
  bench.sandbox.switches.faults = [{ kind: "slow", ms: 40 }];
  const random = seededRandom(20_261_124);
  // The first kill falls between plan and first POST, the second when a batch is settled and none is in flight, the
  // others wherever chance has them.
  const go = await holdBack(bench);
  await bench.tick((kill) => watchLedger(bench, ({ send }) => send.planned_at !== null, kill), {
    met: "pending",
  });
  await go();
  // A second between two requests: on a busy machine a look into the ledger takes longer than a twelfth of one.
  bench.sandbox.switches.rate_limit = 1;
  await bench.tick(
    (kill) => watchLedger(bench, ({ batches }) => batches.submitted > 0 && batches.submitting === 0, kill),
    { met: "submitted" },
  );
  bench.sandbox.switches.rate_limit = 12;
  let killed = bench.kills.total;
  while (killed < 20) {
    const moment = Math.floor(random() * 250);
    const hit = await bench.tick((kill) => {
      let armed = false;
      return bench.sandbox.on("request", () => {
        if (!armed) setTimeout(kill, moment);
        armed = true;
      });
    });
    if (!hit) break;
    killed += 1;
  }
  await finish(bench);
  console.info(`kills by batch state: ${JSON.stringify(Object.fromEntries(bench.kills.byState))}`);
  expect(killed).toBe(20);
  expect(await faults(bench)).toEqual([]);
  for (const state of ["pending", "submitting", "submitted"] as const) {
    expect(bench.kills.byState.get(state) ?? 0, `no kill met a batch that was ${state}`).toBeGreaterThan(0);
  }
});
