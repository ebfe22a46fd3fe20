import { DAY_MS } from "./durations.ts";
import type { Run } from "./spread-batches.ts";
import { instantInWords } from "./wall-clock.ts";

/** One of Resend's quotas. */
export interface Quota {
  readonly used: number;
  /** Null if the plan has no limit. */
  readonly limit: number | null;
  /** When the quota renews, ms UTC. */
  readonly resetsAt: number;
}

/** What Resend says a team has used and may use. */
export interface Usage {
  readonly daily: Quota;
  readonly monthly: Quota;
  /** Requests a second that the team may make. */
  readonly rate: number | null;
}

/** A quota that a send would exceed: it has `messages` for a period in which `left` are left. */
export interface Shortage {
  readonly which: "daily" | "monthly";
  readonly messages: number;
  readonly left: number;
  /** ms UTC; null where a later period is too small by itself, so that no reset helps. */
  readonly resetsAt: number | null;
}

/** What is left of a quota; null if it has no limit. */
export function leftOf({ used, limit }: Quota): number | null {
  return limit === null ? null : Math.max(0, limit - used);
}

/**
 * The first quota that the batches would exceed if they leave as planned; null if they fit. A future day or month
 * counts as unused, because nobody knows what else it will hold.
 */
export function shortageOf(runs: readonly Run[], { daily, monthly }: Usage, now: number): Shortage | null {
  return (
    shortOf("monthly", runs, monthly, now, (at) => monthOf(at, monthly.resetsAt)) ??
    shortOf("daily", runs, daily, now, (at) => Math.max(0, Math.floor((at - daily.resetsAt) / DAY_MS) + 1))
  );
}

/** `periodOf` returns 0 for the current period, then 1, 2 …; each batch counts in the period in which it may leave. */
function shortOf(
  which: Shortage["which"],
  runs: readonly Run[],
  quota: Quota,
  now: number,
  periodOf: (at: number) => number,
): Shortage | null {
  const { limit, resetsAt } = quota;
  const left = leftOf(quota);
  if (left === null || limit === null) return null;
  const totals: number[] = [];
  for (const { at, gap, batches, messages } of runs) {
    for (let index = 0; index < batches; index++) {
      const period = periodOf(Math.max(now, at + index * gap));
      totals[period] = (totals[period] ?? 0) + messages / batches;
    }
  }
  const broken = totals.findIndex((total, period) => Math.round(total) > (period === 0 ? left : limit));
  if (broken === -1) return null;
  const messages = Math.round(totals[broken] ?? 0);
  return broken === 0
    ? { which, messages, left, resetsAt }
    : { which, messages, left: limit, resetsAt: null };
}

/** Months differ in length; of a later month, all that matters is that it is a different one. */
function monthOf(at: number, resetsAt: number): number {
  if (at < resetsAt) return 0;
  const [reset, then] = [new Date(resetsAt), new Date(at)];
  return 1 + (then.getUTCFullYear() - reset.getUTCFullYear()) * 12 + then.getUTCMonth() - reset.getUTCMonth();
}

/**
 * Says in a sentence when a quota renews that Resend has just called used up. Resend's days are those of UTC; only
 * Resend knows when a month of a team's plan begins.
 */
export function renewalOf(refusal: string, now: number, zone: string): string {
  if (!/daily/i.test(refusal)) return "`letterpress doctor` says when it renews, where the key may ask.";
  return `It renews ${instantInWords((Math.floor(now / DAY_MS) + 1) * DAY_MS, zone)}.`;
}
