import type { Ledger } from "#src/store/database/ledger.ts";
import { eventTimes } from "#src/store/sends/event-times.ts";
import { sendsOfIssue } from "#src/store/sends/report-counts.ts";

/** What was reported in one step of time. */
interface CurvePoint {
  /** Start of the step, ms UTC. */
  readonly at: number;
  readonly delivered: number;
  readonly bounced: number;
  readonly complained: number;
  /** Clicks of people, and of machines such as link scanners. */
  readonly human: number;
  readonly machine: number;
}

interface Curve {
  readonly stepMs: number;
  readonly points: readonly CurvePoint[];
}

const MINUTE = 60_000;
const STEPS = [1, 5, 15, 60, 6 * 60, 24 * 60, 7 * 24 * 60].map((minutes) => minutes * MINUTE);
/** More points than this cannot be told apart on a page. */
const MOST_POINTS = 60;
/** A tail of a year would press the first day into one point. */
const LONGEST_MS = 14 * 24 * 60 * MINUTE;

/** Reads when mail of an issue arrived and was clicked, over two weeks at most. A step in which nothing happened has a point, too. */
export async function readCurve(ledger: Ledger, slug: string): Promise<Curve> {
  const found: { at: number; what: Exclude<keyof CurvePoint, "at">; n: number }[] = [];
  for (const { id } of await sendsOfIssue(ledger.db, slug)) {
    for (const what of ["delivered", "bounced", "complained"] as const)
      for (const { at, n } of await eventTimes(ledger, id, `email.${what}`)) found.push({ at, what, n });
    for (const { at, kind, n } of await eventTimes(ledger, id, "email.clicked"))
      found.push({ at, what: kind === "machine" ? "machine" : "human", n });
  }
  if (found.length === 0) return { stepMs: MINUTE, points: [] };
  const first = found.reduce((least, { at }) => Math.min(least, at), Infinity);
  const last = found.reduce((most, { at }) => Math.max(most, at), 0);
  const end = Math.min(last, first + LONGEST_MS);
  const stepMs = STEPS.find((step) => (end - first) / step < MOST_POINTS) ?? LONGEST_MS;
  const start = Math.floor(first / stepMs) * stepMs;
  const points = Array.from({ length: Math.floor((end - start) / stepMs) + 1 }, (_, index) => ({
    at: start + index * stepMs,
    delivered: 0,
    bounced: 0,
    complained: 0,
    human: 0,
    machine: 0,
  }));
  for (const { at, what, n } of found) {
    const point = points[Math.floor((at - start) / stepMs)];
    if (point !== undefined) point[what] += n;
  }
  return { stepMs, points };
}
