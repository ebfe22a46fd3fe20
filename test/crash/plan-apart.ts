import { type ChildProcess, execFileSync, fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { PlanOrder } from "#src/send/plan-due.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { addressOf } from "#src/store/database/reopen-ledger.ts";

/** A moment of a planner: before or after its `commit`th commit, counted from 1. */
export interface Moment {
  readonly commit: number;
  readonly when: "before" | "after";
}

/** Every moment there is, in order; the plan is over before the last of them. */
export function* moments(): Generator<Moment> {
  for (let commit = 1; ; commit += 1) for (const when of ["before", "after"] as const) yield { commit, when };
}

/** Plan a send in a planning process, which is killed at a moment. False where it was done before. */
export async function killPlanner(ledger: Ledger, sendId: number, moment: Moment): Promise<boolean> {
  const planner = startPlanner(ledger, sendId, moment, "SIGKILL");
  return (await planner.ended) === "SIGKILL";
}

/** Plan a send in a planning process that stands still at a moment, do something, and let it go on to its end. */
export async function meanwhile(
  ledger: Ledger,
  sendId: number,
  moment: Moment,
  act: () => Promise<unknown>,
): Promise<void> {
  const planner = startPlanner(ledger, sendId, moment, "SIGSTOP");
  while (!isStopped(planner.child)) {
    if (planner.child.exitCode !== null) throw new Error(`The plan was over before commit ${moment.commit}.`);
    await wait(10);
  }
  try {
    await act();
  } finally {
    planner.child.kill("SIGCONT");
    await planner.ended;
  }
}

function isStopped({ pid }: ChildProcess): boolean {
  try {
    const state = execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    return state.trim().startsWith("T");
  } catch {
    return false;
  }
}

function startPlanner(
  ledger: Ledger,
  sendId: number,
  { commit, when }: Moment,
  signal: NodeJS.Signals,
): { readonly child: ChildProcess; readonly ended: Promise<string | null> } {
  const child = fork(resolve("src/send/plan-process.ts"), {
    serialization: "advanced",
    execArgv: ["--import", new URL("./signal-at-commit.ts", import.meta.url).href],
    env: { ...process.env, AT_COMMIT: String(commit), WHEN: when, SIGNAL: signal },
  });
  const order: PlanOrder = { ...addressOf(ledger), sendId, usage: null };
  child.send({ id: 1, order }, () => undefined);
  // Its only answer; without it the planner has failed, and its error is in the answer.
  let failure: unknown = null;
  child.on("message", (answer: { readonly kind: string; readonly error?: unknown }) => {
    if (answer.kind === "error") failure = answer.error;
    child.disconnect();
  });
  const ended = once(child, "exit").then(([, how]) => {
    if (failure !== null) throw new Error(`The plan failed: ${JSON.stringify(failure)}`);
    return how as string | null;
  });
  return { child, ended };
}
