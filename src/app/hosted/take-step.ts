import type { Clock } from "#src/model/clock.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { BroadcastFields } from "#src/model/hosted/broadcast.ts";
import { writeName } from "#src/model/hosted/broadcast-name.ts";
import type { Asked, Member, Step, Wanted } from "#src/model/hosted/decide-issue.ts";
import type { IssueState } from "#src/model/hosted/issue-state.ts";
import type { Answer } from "#src/resend/ask-resend.ts";
import type { Wait } from "./create-pacer.ts";
import type { Identity, MemberDeps, View } from "./read-view.ts";
import { reasonOf } from "./read-all.ts";
import type { Checkout } from "./read-tip.ts";

/** One issue whose broadcasts are to become what its file says. */
export interface IssueTask extends Identity {
  readonly by: Asked["by"];
  /**
   * Returns what its file asks for, given the issue's broadcasts and everything that Resend has
   * (`now` by its clock). An issue that was sent, or whose time is far away, is not rendered.
   */
  readonly want: (members: readonly Member[], view: View, now: number) => Promise<Wanted>;
  /** Returns the fields to post, for an issue that is wanted `ready`. */
  readonly fields: () => BroadcastFields;
}

export interface SettleDeps extends MemberDeps {
  readonly clock: Clock;
  readonly wait: Wait;
  /** Reads what this checkout may do at this moment. */
  readonly checkout: () => Promise<Pick<Checkout, "mayWrite" | "commitAt" | "commit">>;
}

/** What became of one issue, and what was done for it. */
export interface SettledIssue {
  readonly slug: string;
  readonly state: IssueState;
  /** In order: `created`, `removed`, `handed over`. */
  readonly did: readonly ("created" | "removed" | "handed over")[];
}

/** One issue while its broadcasts are brought to what its file says. */
export interface Run {
  readonly task: IssueTask;
  /** Ids of the drafts that this run knows it has made. */
  readonly made: Set<string>;
  readonly gone: Set<string>;
  readonly did: SettledIssue["did"][number][];
  /** By Resend's clock: when the answer to a create was lost, or a send left. */
  wroteAt: number | null;
  deep: boolean;
  /** This, and the commit below, as of the latest decision. */
  wanted: Wanted;
  commitAt: number;
  commit: string | null;
  state: IssueState | null;
  failure: unknown;
  sends: number;
  refusals: number;
}

/** A decision is at most this old when `send` leaves. */
const FRESH_MS = 5_000;
const MOST_SENDS = 5;

/** Takes one step of an issue: one kind of write at most, and the requests that show what became of it. */
export async function takeStep(
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
      // Rendering, or reading a long list, has taken its time, so the view may no longer be true. The next round looks again.
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
      // If Resend does not rename a scheduled broadcast, its age tells what the mark would.
      const answer = await broadcasts.rename(step.id, writeName({ ...step.name, mark: "set" }));
      if (answer.kind !== "done") reasonOf(answer);
      run.state = { kind: "scheduled", at: step.at, id: step.id };
      return;
    }
  }
}

async function create(run: Run, view: View, { broadcasts, clock }: SettleDeps): Promise<void> {
  const { task, wanted, commitAt, commit } = run;
  if (wanted.kind !== "ready") return;
  const { slug } = task;
  const name = writeName({ slug, digest: wanted.digest, at: wanted.at, commitAt, commit, mark: null });
  const answer = await broadcasts.create(name, task.fields());
  if (answer.kind === "done") {
    run.made.add(answer.value);
    run.did.push("created");
  } else if (answer.kind === "unclear") run.wroteAt = nowOf(view, { clock });
  else throw notHandedOver(slug, answer);
}

/** Deletes a broadcast and sees that it is gone: only then may a replacement leave. */
async function remove(run: Run, id: string, { broadcasts }: SettleDeps): Promise<void> {
  const answer = await broadcasts.remove(id);
  if (answer.kind === "done" || answer.kind === "gone") {
    const after = await broadcasts.get(id);
    if (after.kind !== "gone") return;
    run.gone.add(id);
    if (!run.made.has(id)) run.did.push("removed");
  } else if (answer.kind !== "unclear") refused(run, answer);
}

/** Lets two refusals pass: a change that another run has made meanwhile is refused once, and seen at the next look. */
function refused(run: Run, answer: Exclude<Answer<unknown>, { kind: "done" }>): void {
  run.refusals += 1;
  if (run.refusals > 2) throw notHandedOver(run.task.slug, answer);
}

function notHandedOver(slug: string, answer: Exclude<Answer<unknown>, { kind: "done" }>): LetterpressError {
  return new LetterpressError("resend/not-handed-over", `${slug} was not handed over. ${reasonOf(answer)}`);
}

/** Now, by Resend's clock. */
export function nowOf({ at, lookedAt }: View, { clock }: Pick<SettleDeps, "clock">): number {
  return at + Math.max(0, clock.now() - lookedAt);
}
