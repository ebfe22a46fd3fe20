import { cancelSend, pauseSend, resumeSend } from "#src/send/decide-send.ts";
import { stepSend } from "#src/store/sends/sends.ts";
import { type CrashBench, crashBench, finish } from "../../test/crash/crash-bench.ts";
import { killPlanner, moments } from "../../test/crash/plan-apart.ts";
import { scheduleTestSend } from "../../test/helpers/schedule-test-send.ts";
import { type Result, type Situation, countRequests, resultOf } from "./situation.ts";

/** A plan is written in many transactions on SQLite. */
export const PLAN_SITUATIONS: readonly Situation[] = [
  {
    name: "a planner killed before and after each of its commits, one after the other",
    database: "SQLite",
    run: () => killEveryStep(async () => undefined),
  },
  {
    name: "the same, its send paused and resumed or canceled and scheduled again in between",
    database: "SQLite",
    run: ({ random }) => killEveryStep((bench) => decide(bench, random())),
  },
];

async function killEveryStep(between: (bench: CrashBench) => Promise<unknown>): Promise<Result> {
  await using bench = await crashBench({ readers: 6000 });
  const requests = countRequests(bench);
  const { ledger } = bench;
  let kills = 0;
  let halves = 0;
  for (const moment of moments()) {
    const { send } = await bench.status();
    if (send.state === "scheduled") await stepSend(ledger.db, send.id, "scheduled", "planning", Date.now());
    if (!(await killPlanner(ledger, send.id, moment))) break;
    kills += 1;
    const { n } = await ledger.db
      .selectFrom("deliveries")
      .select((eb) => eb.fn.countAll<number>().as("n"))
      .executeTakeFirstOrThrow();
    if (Number(n) > 0 && Number(n) < bench.readers) halves += 1;
    if ((await bench.status()).send.state === "planning") await between(bench);
  }
  await finish(bench);
  const result = await resultOf(bench, requests());
  return {
    ...result,
    note: `${kills} kills, ${halves} of them met a plan half written`,
    wrong: [...result.wrong, ...(halves > 3 ? [] : ["too few kills met a plan half written"])],
  };
}

async function decide({ ledger }: CrashBench, draw: number): Promise<void> {
  if (draw < 0.5) {
    await pauseSend(ledger, "hello", "person", "A look.");
    await resumeSend(ledger, "hello");
  } else {
    await cancelSend(ledger, "hello");
    await scheduleTestSend(ledger, { fromFile: false, settings: { ramp: { steps: null, by: "file" } } });
  }
}
