import type { Issue } from "#src/model/issue.ts";
import type { Project } from "#src/project/load-project.ts";
import { readStatus } from "#src/store/status.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { sendTime } from "./send-time.ts";

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

/** Drafts, what is scheduled and what was sent, by time; what has no time comes last. */
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
  const coming = await Promise.all(
    project.issues.map(async ({ source, issue }): Promise<CalendarEntry[]> => {
      if (known.has(source.slug) || issue === null || issue.trigger !== null) return [];
      const at = (await sendTime(ledger, issue, undefined))?.dueAt ?? null;
      const state = issue.draft ? "draft" : at === null ? "no time" : at <= now ? "missed" : "ready";
      return [
        { at, date: issue.date, slug: source.slug, ...namesOf(issue, source.slug), state, recipients: null },
      ];
    }),
  );
  return [...sent, ...coming.flat()].toSorted(
    (a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || a.slug.localeCompare(b.slug),
  );
}

function namesOf(issue: Issue | null, slug: string): { title: string; section: string | null } {
  return { title: issue?.title ?? slug, section: issue?.section?.title ?? null };
}
