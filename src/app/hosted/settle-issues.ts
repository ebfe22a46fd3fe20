import type { Clock } from "#src/model/clock.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { BroadcastFields } from "#src/model/hosted/broadcast.ts";
import { writeName } from "#src/model/hosted/broadcast-name.ts";
import {
  type Asked,
  type Member,
  type Step,
  type Wanted,
  decideIssue,
} from "#src/model/hosted/decide-issue.ts";
import type { IssueState } from "#src/model/hosted/issue-state.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import type { Wait } from "./create-pacer.ts";
import { type Identity, type MemberDeps, type View, membersOf, readView } from "./read-view.ts";
import { reasonOf } from "./read-all.ts";

/** One issue to be brought to what its file says. */
export interface IssueTask extends Identity {
  readonly by: Asked["by"];
  /**
   * What its file asks for, given what Resend has of it and of everything (`now` by its clock): an issue that was sent, or
   * whose time is far away, is not rendered.
   */
  readonly want: (members: readonly Member[], view: View, now: number) => Promise<Wanted>;
  /** What is posted, of an issue that is wanted `ready`. */
  readonly fields: () => BroadcastFields;
}

export interface SettleDeps extends MemberDeps {
  readonly clock: Clock;
  readonly wait: Wait;
  /** What this checkout is now. */
  readonly checkout: () => Promise<{ readonly mayWrite: boolean; readonly commitAt: number }>;
}

/** What became of one issue, and what was done for it. */
export interface SettledIssue {
  readonly slug: string;
  readonly state: IssueState;
  /** In order: `created`, `removed`, `handed over`. */
  readonly did: readonly ("created" | "removed" | "handed over")[];
}

/** A decision is at most this old when `send` leaves. */
const FRESH_MS = 5_000;
/** Between two looks for a draft that was made and is not in the list yet, and how often it is looked for. */
const LAG_MS = 5_000;
const MOST_LOOKS = 30;
const MOST_ROUNDS = 100;
const MOST_SENDS = 5;

interface Run {
  readonly task: IssueTask;
  /** Drafts that this run has made, as far as it knows. */
  readonly made: Set<string>;
  readonly gone: Set<string>;
  readonly did: SettledIssue["did"][number][];
  /** When an answer was lost, or a send left, by Resend's clock. */
  wroteAt: number | null;
  deep: boolean;
  /** As of the latest decision. */
  wanted: Wanted;
  commitAt: number;
  state: IssueState | null;
  failure: unknown;
  sends: number;
  refusals: number;
}

/**
 * Bring issues to what their files say, in rounds: one look at everything that Resend has, one decision for each issue, at most one
 * write for each. Ends when nothing is left to do but to wait for a time that Resend keeps. May be killed anywhere, and
 * run beside another.
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
    state: null,
    failure: null,
    sends: 0,
    refusals: 0,
  }));
  let looks = 0;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const open = runs.filter(({ state, failure }) => state === null && failure === null);
    if (open.length === 0) break;
    const view = await readView(deps.broadcasts, deps.clock);
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
          await take(run, step, view, deps);
          moves += 1;
        }
      } catch (error) {
        if (error instanceof LetterpressError && error.code === "resend/refused-key") throw error;
        run.failure = error;
      }
      if (run.state !== null) onSettled(settledOf(run, run.state));
    }
    // Resend's clock tells whole seconds.
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

/** By Resend's clock. */
function nowOf({ at, lookedAt }: View, { clock }: Pick<SettleDeps, "clock">): number {
  return at + Math.max(0, clock.now() - lookedAt);
}

/** A list without a draft that we made is not the whole list. One that another run has deleted is missed by nobody. */
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
  const { mayWrite, commitAt } = await deps.checkout();
  const decide = async () => {
    const members = (await membersOf(view, task, run.deep, deps)).filter(({ id }) => !gone.has(id));
    const now = nowOf(view, deps);
    const wanted = await task.want(members, view, now);
    Object.assign(run, { wanted, commitAt });
    return decideIssue({ now, viewedAt: view.at, members, wanted, commitAt, mayWrite, wroteAt, by: task.by });
  };
  const step = await decide();
  if (run.deep || (step.do !== "create" && step.do !== "send")) return step;
  run.deep = true;
  return decide();
}

async function take(
  run: Run,
  step: Exclude<Step, { do: "wait" }>,
  view: View,
  deps: SettleDeps,
): Promise<void> {
  const { broadcasts } = deps;
  switch (step.do) {
    case "nothing":
      run.state = step.state;
      return;
    case "create":
      return create(run, view, deps);
    case "remove":
      for (const id of step.ids) await remove(run, id, deps);
      return;
    case "send": {
      // Rendering or a long list has taken its time: what was true may not be any more.
      if (deps.clock.now() - view.lookedAt > FRESH_MS) return;
      if ((run.sends += 1) > MOST_SENDS)
        throw new LetterpressError(
          "resend/unanswered",
          `${run.task.slug} is still a draft after it was handed over.`,
        );
      const answer = await broadcasts.send(step.id, step.at);
      run.wroteAt = nowOf(view, deps);
      if (answer.kind === "done") run.did.push("handed over");
      else if (answer.kind !== "unclear" && answer.kind !== "gone") refused(run, answer);
      return;
    }
    case "mark": {
      // Where Resend takes no new name for a scheduled one, its age tells what the mark would.
      const answer = await broadcasts.rename(step.id, writeName({ ...step.name, mark: "set" }));
      if (answer.kind !== "done") reasonOf(answer);
      run.state = { kind: "scheduled", at: step.at, id: step.id };
      return;
    }
  }
}

async function create(run: Run, view: View, { broadcasts, clock }: SettleDeps): Promise<void> {
  const { task, wanted, commitAt } = run;
  if (wanted.kind !== "ready") return;
  const { slug } = task;
  const name = writeName({ slug, digest: wanted.digest, at: wanted.at, commitAt, mark: null });
  const answer = await broadcasts.create(name, task.fields());
  if (answer.kind === "done") {
    run.made.add(answer.value);
    run.did.push("created");
  } else if (answer.kind === "unclear") run.wroteAt = nowOf(view, { clock });
  else throw notHandedOver(slug, answer);
}

/** DELETE, and see it gone: a replacement may leave only then. */
async function remove(run: Run, id: string, { broadcasts }: SettleDeps): Promise<void> {
  const answer = await broadcasts.remove(id);
  if (answer.kind === "done" || answer.kind === "gone") {
    const after = await broadcasts.get(id);
    if (after.kind !== "gone") return;
    run.gone.add(id);
    if (!run.made.has(id)) run.did.push("removed");
  } else if (answer.kind !== "unclear") refused(run, answer);
}

/** What another run has done meanwhile is refused once, and seen at the next look. */
function refused(run: Run, answer: Exclude<Answer<unknown>, { kind: "done" }>): void {
  run.refusals += 1;
  if (run.refusals > 2) throw notHandedOver(run.task.slug, answer);
}

function notHandedOver(slug: string, answer: Exclude<Answer<unknown>, { kind: "done" }>): LetterpressError {
  return new LetterpressError("resend/not-handed-over", `${slug} was not handed over. ${reasonOf(answer)}`);
}
