import type { HookPoint } from "#src/sandbox/faults/hooks.ts";
import { takeTurn } from "#src/store/database/limiter.ts";
import { crashBench, finish } from "../../test/crash/crash-bench.ts";
import { sendThrough } from "./send-through.ts";
import { type Result, type Situation, countRequests, resultOf, sumResults } from "./situation.ts";

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const POINTS = ["request", "half-read", "accepted", "answered"] as const satisfies HookPoint[];
const JUMPS: readonly (readonly [words: string, ms: number])[] = [
  ["a year ahead", YEAR],
  ["13 h ahead", 13 * HOUR],
  ["an hour back", -HOUR],
  ["7 h back", -7 * HOUR],
  ["a year back", -YEAR],
];

/** A clock that is wrong while batches are in flight, and is put right again. */
export const CLOCK_SITUATIONS: readonly Situation[] = [
  ...JUMPS.map(([words, ms]): Situation => ({
    name: `killed at every point of a POST by a clock ${words}, then by the right one`,
    database: ms === YEAR ? "PostgreSQL" : "SQLite",
    async run({ postgres }) {
      const url = ms === YEAR ? postgres.url : undefined;
      const results: Result[] = [];
      for (const point of POINTS) results.push(await wrongAt(point, ms, url));
      return sumResults(results);
    },
  })),
  {
    name: "one mail was sent by a clock a year ahead; killed in flight since",
    database: "SQLite",
    run: (context) =>
      sendThrough(context, {
        switches: {},
        kills: ["accepted", "request", "accepted"],
        prepare: ({ db, dialect }) =>
          db.transaction().execute((inside) => takeTurn(inside, dialect, "default", Date.now() + YEAR)),
      }),
  },
];

/**
 * Kills a tick under the right clock, under the wrong one, and under the right one again. Which readers are in doubt
 * depends on the kills.
 */
async function wrongAt(point: HookPoint, aheadMs: number, postgres: string | undefined): Promise<Result> {
  await using bench = await crashBench({
    readers: 550,
    switches: { rate_limit: 20 },
    ...(postgres === undefined ? {} : { postgres }),
  });
  const requests = countRequests(bench);
  const dieAt = (kill: () => void) =>
    bench.sandbox.on(point, ({ method }) => {
      if (method === "POST") kill();
    });
  const exits = [0, 4];
  await bench.tick(dieAt, { exits });
  await bench.tick(dieAt, { exits, aheadMs });
  await bench.tick(dieAt, { exits });
  await finish(bench, { exits });
  const { uncertain } = (await bench.status()).outcomes;
  return await resultOf(bench, requests(), { uncertain });
}
