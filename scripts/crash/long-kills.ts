import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";
import { type CrashBench, crashBench, finish, isOver } from "../../test/crash/crash-bench.ts";
import { type Workers, startWorkers } from "../../test/crash/start-workers.ts";
import { armRandomKill } from "./random-kill.ts";
import {
  type Context,
  type Result,
  type Situation,
  countRequests,
  resultOf,
  sumResults,
} from "./situation.ts";

/** Each situation makes half of the random kills: one send after another until there were enough. */
export const LONG_KILLS: readonly Situation[] = [
  {
    name: "one `tick` after another, killed at random moments",
    database: "SQLite",
    run: (context) => inChunks(Math.ceil(context.kills / 2), (left) => killTicks(context, left)),
  },
  {
    name: "three `serve`, one or all killed at random moments",
    database: "PostgreSQL",
    run: (context) => inChunks(Math.floor(context.kills / 2), (left) => killWorkers(context, left)),
  },
];

/** Paced so that a process posts a few batches in a life of one second, and has something in flight half of the time. */
const SWITCHES: SwitchesInput = { rate_limit: 20, faults: [{ kind: "slow", ms: 30 }] };
const READERS = 4000;

async function inChunks(kills: number, chunk: (left: number) => Promise<Result>): Promise<Result> {
  const results: Result[] = [];
  for (let left = kills; left > 0;) {
    const result = await chunk(left);
    results.push(result);
    const made = [...result.kills.values()].reduce((sum, n) => sum + n, 0);
    if (made === 0) throw new Error("A whole send went by without a kill.");
    left -= made;
  }
  return sumResults(results);
}

async function killTicks({ random }: Context, left: number): Promise<Result> {
  await using bench = await crashBench({ readers: READERS, switches: SWITCHES });
  const requests = countRequests(bench);
  while (bench.kills.total < left && !isOver((await bench.status()).send.state))
    await bench.tick((kill) => armRandomKill(bench, random, kill));
  await finish(bench);
  return await resultOf(bench, requests());
}

async function killWorkers({ random, postgres }: Context, left: number): Promise<Result> {
  await using bench = await crashBench({ readers: READERS, postgres: postgres.url, switches: SWITCHES });
  const requests = countRequests(bench);
  await using workers = startWorkers(bench, 3);
  using _kills = killNowAndThen(bench, workers, random, left);
  await workers.finished();
  const codes = await workers.stop();
  const result = await resultOf(bench, requests());
  const unclean = codes.filter((code) => code !== 0);
  return {
    ...result,
    wrong: [
      ...result.wrong,
      ...workers.fallen.map((words) => `one fell: ${words.slice(0, 500)}`),
      ...(unclean.length === 0 ? [] : [`exit codes at the end: ${codes.join(", ")}`]),
    ],
  };
}

/** On average at every third request the posting process is killed, at a random point of the request; now and then all three are. */
function killNowAndThen(bench: CrashBench, workers: Workers, random: () => number, left: number): Disposable {
  let killing = 0;
  const listening = (["request", "half-read", "accepted", "answered"] as const).map((point) =>
    bench.sandbox.on(point, async (info) => {
      if (bench.kills.total + killing >= left || random() > 1 / 12) return;
      const all = random() < 0.05 && bench.kills.total + killing + 3 <= left;
      killing += all ? 3 : 1;
      await (all ? workers.killAll() : workers.killPoster(info));
      killing -= all ? 3 : 1;
    }),
  );
  return { [Symbol.dispose]: () => listening.forEach((one) => one[Symbol.dispose]()) };
}
