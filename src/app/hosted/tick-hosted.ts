import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import type { Email } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import { MINUTE_MS } from "#src/model/durations.ts";
import { readName } from "#src/model/hosted/broadcast-name.ts";
import { CONFIG } from "#src/project/check-config.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { createTask, type FileTask, type TaskDeps } from "./create-task.ts";
import { findLists } from "./find-lists.ts";
import type { Hosted } from "./open-hosted.ts";
import { type Checkout, readTip } from "./read-tip.ts";
import { type MemberDeps, type View, readView } from "./read-view.ts";
import { settleIssues } from "./settle-issues.ts";
import type { SettledIssue } from "./take-step.ts";

/** One issue after a run, with what was found in its file. */
export interface HostedIssue extends SettledIssue {
  readonly findings: readonly Finding[];
  /** Null where it was not rendered. */
  readonly email: Email | null;
}

export interface HostedRun {
  readonly issues: readonly HostedIssue[];
  /** Findings about the config and the clock. */
  readonly findings: readonly Finding[];
  readonly checkout: Checkout;
  /** The first failure; null if there was none. It kept no other issue back. */
  readonly failure: unknown;
}

/** Our clock may differ from Resend's by this much before anybody is told. */
const CLOCK_MS = MINUTE_MS;
/** How long an answer about the branch's latest commit is used before it is asked again. */
const TIP_MS = 20_000;
/** A site that is deployed by the same push shows its pictures within this time, or something is wrong with it. */
const PICTURES_MS = 15 * MINUTE_MS;

/**
 * Runs one pass of the scheduled job if subscribers live at Resend: it brings every issue to what the latest
 * commit of the branch says. It remembers nothing, so it may run any number of times, late, or twice at once.
 */
export async function tickHosted(hosted: Hosted, project: Project): Promise<HostedRun> {
  return runHosted(
    hosted,
    project,
    ({ deps, view }) => {
      const issues = project.issues.filter(({ issue }) => issue === null || issue.trigger === null);
      const tasks = issues.map((parsed) => createTask(deps, parsed, "tick"));
      return [...tasks, ...goneTasks(project, view)];
    },
    { waitsForPictures: true },
  );
}

/** Tells how issues stand, without a write: an issue for which a tick would do something is `behind`. */
export async function lookHosted(
  hosted: Hosted,
  project: Project,
  issues: readonly ParsedIssue[],
): Promise<HostedRun> {
  return runHosted(hosted, project, ({ deps }) => issues.map((parsed) => createTask(deps, parsed, "tick")), {
    writes: "never",
  });
}

/**
 * Does what a person says about one issue: hands it over as its file says, or sends it at once. `seen` is
 * the composition that was shown to them.
 */
export async function settleForPerson(
  hosted: Hosted,
  project: Project,
  parsed: ParsedIssue,
  by: "schedule" | "send",
  seen: ComposedIssue | null = null,
): Promise<HostedRun> {
  const tasksOf = ({ deps, view }: Read) => {
    const now = by === "send" ? Math.floor(view.at / MINUTE_MS) * MINUTE_MS : null;
    return [createTask(deps, parsed, by, { at: now, seen })];
  };
  // A person may send a text that is only in this checkout, because they have seen it. The next tick would undo a `schedule` of it.
  return runHosted(hosted, project, tasksOf, { writes: by === "send" ? "always" : "at the tip" });
}

interface Read {
  readonly deps: TaskDeps;
  readonly view: View;
}

async function runHosted(
  hosted: Hosted,
  project: Project,
  tasksOf: (read: Read) => readonly FileTask[],
  {
    writes = "at the tip",
    waitsForPictures = false,
  }: {
    readonly writes?: "never" | "always" | "at the tip";
    /** False for a person at a terminal, who is told at once. */
    readonly waitsForPictures?: boolean;
  } = {},
): Promise<HostedRun> {
  const { newsletter } = project;
  const view = await readView({ broadcasts: hosted.broadcasts, oldest: oldestOf(project) }, hosted.clock);
  const { lists, findings } = await findLists(hosted, newsletter);
  const checkout = checkoutOf(hosted, project);
  const first = await checkout();
  const picturesUntil = waitsForPictures ? hosted.clock.now() + PICTURES_MS : null;
  const deps: TaskDeps = { hosted, project, lists, slots: new Map(), properties: null, picturesUntil };
  const tasks = tasksOf({ deps, view });
  const settled: SettledIssue[] = [];
  let failure: unknown = null;
  try {
    await settleIssues(
      tasks,
      {
        ...memberDeps(hosted, project, lists),
        clock: hosted.clock,
        wait: hosted.wait,
        checkout:
          writes === "at the tip" ? checkout : async () => ({ ...first, mayWrite: writes === "always" }),
      },
      (one) => void settled.push(one),
    );
  } catch (error) {
    if (error instanceof LetterpressError && error.code === "resend/refused-key") throw error;
    failure = error;
  }
  const bySlug = new Map(tasks.map((task) => [task.slug, task]));
  return {
    issues: settled.map((one) => {
      const task = bySlug.get(one.slug);
      return { ...one, findings: task?.findings() ?? [], email: task?.email() ?? null };
    }),
    findings: [...findings, ...clockFindings(view)],
    checkout: first,
    failure,
  };
}

/** Returns what `membersOf` needs to tell the broadcasts of this newsletter from those of others. */
export function memberDeps(hosted: Hosted, project: Project, lists: TaskDeps["lists"]): MemberDeps {
  const segments = new Set([...lists.values()].map(({ segment }) => segment));
  const { name: newsletter } = project.newsletter;
  const { broadcasts } = hosted;
  return { broadcasts, oldest: oldestOf(project), segments, newsletter, marks: new Map() };
}

/** See `readView`. */
export function oldestOf({ newsletter }: Project): string | null {
  return newsletter.resend.oldest ?? null;
}

/** Reads the checkout. Somebody may push while this runs, so the branch is asked again and again. */
function checkoutOf({ clock }: Hosted, { root, newsletter }: Project): () => Promise<Checkout> {
  let last: { readonly at: number; readonly checkout: Checkout } | null = null;
  return async () => {
    const now = clock.now();
    if (last === null || now - last.at > TIP_MS || now < last.at)
      last = { at: now, checkout: await readTip(root, newsletter.branch) };
    return last.checkout;
  };
}

/** Tasks for issues that are scheduled at Resend and that no file names: they are left as they are, unless they are scheduled twice. */
function goneTasks(project: Project, { broadcasts }: View): FileTask[] {
  const known = new Set(
    project.issues.flatMap(({ source, issue }) => [source.slug, ...(issue?.aliases ?? [])]),
  );
  const slugs = broadcasts.flatMap(({ name, status }) => {
    const means = readName(name);
    return means === null || status !== "scheduled" || known.has(means.slug) ? [] : [means.slug];
  });
  return [...new Set(slugs)].map((slug) => ({
    slug,
    aliases: [],
    by: "tick",
    want: async () => ({ kind: "unreadable" }),
    fields: () => {
      throw new TypeError(`${slug} has no file`);
    },
    findings: () => [],
    email: () => null,
  }));
}

function clockFindings({ at, lookedAt }: View): readonly Finding[] {
  const apart = lookedAt - at;
  if (Math.abs(apart) < CLOCK_MS) return [];
  const report = createReporter((file: string) => whereOf(file, null));
  const minutes = Math.round(Math.abs(apart) / MINUTE_MS);
  report.warning(
    "hosted/clock",
    CONFIG,
    `The clock of this machine is ${minutes} min ${apart > 0 ? "ahead of" : "behind"} Resend's, by which issues are sent.`,
    { hint: "Set it right: times that are printed here are off by as much." },
  );
  return report.findings;
}
