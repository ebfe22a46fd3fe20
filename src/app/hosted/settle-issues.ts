import { LetterpressError } from "#src/model/errors.ts";
import { type Step, decideIssue } from "#src/model/hosted/decide-issue.ts";
import type { IssueState } from "#src/model/hosted/issue-state.ts";
import { type View, membersOf, readView } from "./read-view.ts";
import {
  type IssueTask,
  type Run,
  type SettleDeps,
  type SettledIssue,
  nowOf,
  takeStep,
} from "./take-step.ts";

/** The wait between two looks for a draft that was made and is not in the list yet, and how often it is looked for. */
const LAG_MS = 5_000;
const MOST_LOOKS = 30;
const MOST_ROUNDS = 100;
/**
 * Brings the broadcasts of issues to what their files say, in rounds: one look at everything that
 * Resend has, one decision for each issue, at most one kind of write for each. Ends when nothing is
 * left to do but to wait for a time that Resend keeps. May be killed anywhere, and run beside another.
 *
 * An issue that fails keeps back no other; the first failure is thrown when the others are done.
 */
export async function settleIssues(
  tasks: readonly IssueTask[],
  deps: SettleDeps,
  onSettled: (settled: SettledIssue) => void = () => undefined,
): Promise<SettledIssue[]> {
  const runs = tasks.map((task): Run => ({
    task,
    made: new Set(),
    gone: new Set(),
    did: [],
    wroteAt: null,
    deep: false,
    wanted: { kind: "unreadable" },
    commitAt: 0,
    commit: null,
    state: null,
    failure: null,
    sends: 0,
    refusals: 0,
  }));
  let looks = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const open = runs.filter(({ state, failure }) => state === null && failure === null);
    if (open.length === 0) break;
    const view = await readView(deps, deps.clock);
    const missing = await missingOf(open, view, deps);
    if (missing && looks < MOST_LOOKS) {
      looks += 1;
      await deps.wait(LAG_MS);
      continue;
    }
    let until = Infinity;
    let moves = 0;
    for (const run of open) {
      try {
        const step = missing ? unlisted() : await stepOf(run, view, deps);
        if (step.do === "wait") until = Math.min(until, step.until);
        else {
          await takeStep(run, step, view, deps);
          moves += 1;
        }
      } catch (error) {
        if (error instanceof LetterpressError && error.code === "resend/refused-key") throw error;
        run.failure = error;
      }
      if (run.state !== null) onSettled(settledOf(run, run.state));
    }
    // Resend's clock tells whole seconds, so the wait is one second longer.
    if (moves === 0 && until !== Infinity) await deps.wait(Math.max(1000, until - nowOf(view, deps) + 1000));
  }
  const failed = runs.find(({ state }) => state === null);
  if (failed !== undefined)
    throw (
      failed.failure ??
      new LetterpressError("resend/unanswered", `${failed.task.slug} was not brought to an end.`)
    );
  return runs.flatMap((run) => (run.state === null ? [] : [settledOf(run, run.state)]));
}

function settledOf({ task: { slug }, did }: Run, state: IssueState): SettledIssue {
  return { slug, state, did };
}

/** Whether the list lacks a draft that we made, so that it is not the whole list. A draft that another run has deleted is not missing. */
async function missingOf(runs: readonly Run[], { broadcasts }: View, deps: SettleDeps): Promise<boolean> {
  const listed = new Set(broadcasts.map(({ id }) => id));
  for (const { made, gone } of runs) {
    for (const id of made) {
      if (listed.has(id) || gone.has(id)) continue;
      const answer = await deps.broadcasts.get(id);
      if (answer.kind !== "gone") return true;
      gone.add(id);
    }
  }
  return false;
}

function unlisted(): never {
  throw new LetterpressError(
    "resend/unanswered",
    "Resend's list still lacks a draft that was made minutes ago, so it cannot be trusted.",
  );
}

async function stepOf(run: Run, view: View, deps: SettleDeps): Promise<Step> {
  const { task, gone, wroteAt } = run;
  const { mayWrite, commitAt, commit } = await deps.checkout();
  const decide = async () => {
    const members = (await membersOf(view, task, run.deep, deps)).filter(({ id }) => !gone.has(id));
    const now = nowOf(view, deps);
    const wanted = await task.want(members, view, now);
    Object.assign(run, { wanted, commitAt, commit });
    const asked = { now, viewedAt: view.at, members, wanted, commitAt, commit, mayWrite, wroteAt };
    return decideIssue({ ...asked, by: task.by });
  };
  const step = await decide();
  if (run.deep || (step.do !== "create" && step.do !== "send")) return step;
  run.deep = true;
  return decide();
}
