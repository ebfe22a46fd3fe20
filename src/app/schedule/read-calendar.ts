import { hasErrors } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { nearestInstant } from "#src/model/wall-clock.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { readStatus } from "#src/store/sends/status.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { type SendTime, lastMoment, sendTime } from "./send-time.ts";
import { standingWord } from "./standing-word.ts";

export interface CalendarEntry {
  /** ms UTC; null for a draft that names no time. */
  readonly at: number | null;
  /** The calendar date it shows, where it has no time. */
  readonly date: string | null;
  /** The wall clock in each reader's own zone, `YYYY-MM-DDTHH:mm`; null where all get it at `at`. */
  readonly local: string | null;
  readonly slug: string;
  readonly title: string;
  readonly section: string | null;
  /**
   * `draft`, `ready` (the job will schedule it), `missed`, `no time`, `has errors`, `unscheduled` or `canceled` (a person
   * decided), or the state of its send.
   */
  readonly state: string;
  readonly recipients: number | null;
}

/** How many finished sends are listed. */
const PAST = 50;

/** Drafts, scheduled issues and sent issues, by time; issues with neither time nor date come last. */
export async function readCalendar(ledger: Ledger, project: Project): Promise<CalendarEntry[]> {
  const now = ledger.clock.now();
  const sends = await readStatus(ledger.db, null, PAST);
  const issues = new Map(project.issues.map(({ source, issue }) => [source.slug, issue]));
  const sent = sends.flatMap(({ send, slug }): CalendarEntry[] => {
    // A send that was canceled before it began no longer counts: the file decides again.
    if (slug === null || (send.state === "canceled" && send.planned_at === null)) return [];
    const { local } = settingsOf(send);
    const { state, due_at: at, recipients } = send;
    const names = namesOf(issues.get(slug) ?? null, slug);
    return [{ at, date: null, local: local?.local ?? null, slug, ...names, state, recipients }];
  });
  const known = new Set(sent.map(({ slug }) => slug));
  const coming: CalendarEntry[] = [];
  const slots: { readonly list: string; readonly at: number }[] = [];
  // The job gives free slots to ready issues, in the order of the files; drafts get slots after them.
  for (const parsed of project.issues.toSorted((a, b) => isDraft(a) - isDraft(b))) {
    const { source, issue } = parsed;
    if (known.has(source.slug) || issue === null || issue.trigger !== null) continue;
    const taken = slots.filter(({ list }) => list === issue.list).map(({ at }) => at);
    const time = await sendTime(ledger, issue, undefined, taken);
    if (issue.sendAt?.kind === "next" && time !== null) slots.push({ list: issue.list, at: time.dueAt });
    coming.push({
      at: time?.dueAt ?? null,
      date: issue.date,
      local: time?.local?.local ?? null,
      slug: source.slug,
      ...namesOf(issue, source.slug),
      state: (await decisionOn(ledger, issue)) ?? stateOf(parsed, time, now),
      recipients: null,
    });
  }
  const zone = project.newsletter.timezone;
  return [...sent, ...coming].toSorted(
    (a, b) => placeOf(a, zone) - placeOf(b, zone) || a.slug.localeCompare(b.slug),
  );
}

function isDraft({ issue }: ParsedIssue): number {
  return Number(issue?.draft ?? true);
}

/** A person's decision that keeps the job from scheduling the issue. */
async function decisionOn({ db }: Ledger, issue: Issue): Promise<string | null> {
  const row = issue.draft ? undefined : await findIssue(db, issue.slug);
  const word = row === undefined ? null : standingWord(row, issue);
  return word === "scheduled" ? null : word;
}

function stateOf({ issue, findings }: ParsedIssue, time: SendTime | null, now: number): string {
  if (issue?.draft) return "draft";
  if (hasErrors(findings)) return "has errors";
  if (time === null) return "no time";
  return lastMoment(time) <= now ? "missed" : "ready";
}

/** An entry with a date but no time stands at the end of its day. */
function placeOf({ at, date, local }: CalendarEntry, zone: string): number {
  if (local !== null) return nearestInstant({ local, zone });
  if (at !== null) return at;
  return date === null ? Infinity : nearestInstant({ local: `${date}T23:59`, zone });
}

function namesOf(issue: Issue | null, slug: string): { title: string; section: string | null } {
  return { title: issue?.title ?? slug, section: issue?.section?.title ?? null };
}
