import type { Issue } from "#src/model/issue.ts";
import { nearestInstant } from "#src/model/wall-clock.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { readStatus } from "#src/store/status.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { type SendTime, lastMoment, sendTime } from "./send-time.ts";

export interface CalendarEntry {
  /** ms UTC; null for a draft that names no time. */
  readonly at: number | null;
  /** The calendar date it shows, where it has no time. */
  readonly date: string | null;
  readonly slug: string;
  readonly title: string;
  readonly section: string | null;
  /** `draft`, `ready` (a tick will schedule it), `missed`, or the state of its send. */
  readonly state: string;
  readonly recipients: number | null;
}

/** Sends looked back upon. */
const PAST = 50;

/** Drafts, what is scheduled and what was sent, by time; what has neither time nor date comes last. */
export async function readCalendar(ledger: Ledger, project: Project): Promise<CalendarEntry[]> {
  const now = ledger.clock.now();
  const sends = await readStatus(ledger.db, null, PAST);
  const issues = new Map(project.issues.map(({ source, issue }) => [source.slug, issue]));
  const sent = sends.flatMap(({ send, slug }): CalendarEntry[] => {
    if (slug === null || send.state === "canceled") return [];
    const { title, section } = namesOf(issues.get(slug) ?? null, slug);
    return [
      { at: send.due_at, date: null, slug, title, section, state: send.state, recipients: send.recipients },
    ];
  });
  const known = new Set(sent.map(({ slug }) => slug));
  const coming: CalendarEntry[] = [];
  const slots: { readonly list: string; readonly at: number }[] = [];
  // The job gives free slots to what is ready, in the order of the files; a draft gets one after them.
  for (const { source, issue } of project.issues.toSorted((a, b) => isDraft(a) - isDraft(b))) {
    if (known.has(source.slug) || issue === null || issue.trigger !== null) continue;
    const taken = slots.filter(({ list }) => list === issue.list).map(({ at }) => at);
    const time = await sendTime(ledger, issue, undefined, taken);
    if (issue.sendAt?.kind === "next" && time !== null) slots.push({ list: issue.list, at: time.dueAt });
    coming.push({
      at: time?.dueAt ?? null,
      date: issue.date,
      slug: source.slug,
      ...namesOf(issue, source.slug),
      state: stateOf(issue, time, now),
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

function stateOf(issue: Issue, time: SendTime | null, now: number): string {
  if (issue.draft) return "draft";
  if (time === null) return "no time";
  return lastMoment(time) <= now ? "missed" : "ready";
}

/** A day without a time stands at its end. */
function placeOf({ at, date }: CalendarEntry, zone: string): number {
  if (at !== null) return at;
  return date === null ? Infinity : nearestInstant({ local: `${date}T23:59`, zone });
}

function namesOf(issue: Issue | null, slug: string): { title: string; section: string | null } {
  return { title: issue?.title ?? slug, section: issue?.section?.title ?? null };
}
