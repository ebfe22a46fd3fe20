import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";
import { crashBench } from "../../test/crash/crash-bench.ts";
import { startWorkers } from "../../test/crash/start-workers.ts";
import { type Situation, countRequests, resultOf } from "./situation.ts";
import { sendThrough } from "./send-through.ts";

type FaultInput = NonNullable<SwitchesInput["faults"]>[number];

/** Every kind of fault that the sandbox has, at every moment at which it can strike. */
const FAULTS: readonly (readonly [name: string, fault: FaultInput])[] = [
  ["429 storm", { kind: "rate_limit", probability: 0.5, times: 8 }],
  ["429 without `retry-after`", { kind: "rate_limit", retry_after: null, probability: 0.5, times: 4 }],
  ["429 after it accepted", { kind: "error", status: 429, when: "after", times: 2 }],
  ["500 before it accepts", { kind: "error", status: 500 }],
  ["500 in the middle of the body", { kind: "error", status: 500, when: "half" }],
  ["500 after it accepted", { kind: "error", status: 500, when: "after" }],
  ["503 after it accepted", { kind: "error", status: 503, when: "after" }],
  ["a proxy's 502 page after it accepted", { kind: "html", when: "after" }],
  ["an empty 503 before it accepts", { kind: "empty" }],
  ["an empty 503 after it accepted", { kind: "empty", when: "after" }],
  ["no answer, nothing accepted", { kind: "hang", ms: 300 }],
  ["no answer, half read", { kind: "hang", when: "half", ms: 300 }],
  ["no answer, all accepted", { kind: "hang", when: "after", ms: 300 }],
  ["reset before it accepts", { kind: "reset" }],
  ["reset in the middle of the body", { kind: "reset", when: "half" }],
  ["reset after it accepted", { kind: "reset", when: "after" }],
  ["slow answers", { kind: "slow", ms: 400, times: null }],
  ["200 cut off in its JSON", { kind: "truncated" }],
  ["200 shorter than it says", { kind: "cut" }],
  ["200 with one id too few", { kind: "wrong_count", by: -1, times: 2 }],
  ["200 with one id too many", { kind: "wrong_count", by: 1, times: 2 }],
];

const single = FAULTS.map(([name, fault]): Situation => ({
  name,
  database: "SQLite",
  run: (context) =>
    sendThrough(context, { switches: { faults: [{ probability: 0.5, times: 4, ...fault }] } }),
}));

export const FAULT_SITUATIONS: readonly Situation[] = [
  ...single,
  {
    name: "no answer until the client's own 30 s are over",
    database: "SQLite",
    run: (context) =>
      sendThrough(context, {
        readers: 350,
        kills: [],
        switches: { faults: [{ kind: "hang", when: "after", skip: 1, times: 1 }] },
      }),
  },
  {
    name: "all of these by chance, three `serve`, killed now and then",
    database: "PostgreSQL",
    async run({ random, postgres }) {
      const faults = FAULTS.map(([, fault]) => ({ ...fault, probability: 0.03, times: 2 }));
      await using bench = await crashBench({
        readers: 3000,
        postgres: postgres.url,
        switches: { rate_limit: 20, faults },
      });
      const requests = countRequests(bench);
      await using workers = startWorkers(bench, 3);
      using _kill = bench.sandbox.on("accepted", async (info) => {
        if (bench.kills.total < 10 && random() < 0.25) await workers.killPoster(info);
      });
      await workers.finished();
      await workers.stop();
      return await resultOf(bench, requests());
    },
  },
];
