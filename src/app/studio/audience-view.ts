import { countSubscribers } from "#src/audience/count-subscribers.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { listGrowth, type GrowthDay } from "#src/store/readers/list-growth.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

const WEEK_MS = 7 * 86_400_000;
/** Weeks that a page shows one by one. */
const WEEKS = 26;

/** A week of a list: how many joined and stayed, how many left, and how many of today's readers there were at its end. */
interface GrowthWeek {
  readonly at: number;
  readonly joined: number;
  readonly left: number;
  readonly readers: number;
}

/** The lists of a newsletter with their counts and their last half year, and the suppressed addresses by reason. */
export async function audienceView(ledger: Ledger, newsletter: Newsletter) {
  const { people, lists, suppressions } = await countSubscribers(ledger);
  const days = Map.groupBy(await listGrowth(ledger), ({ list }) => list);
  const now = ledger.clock.now();
  // A list that was taken out of the config may have members all the same.
  const keys = [...new Set([...Object.keys(newsletter.lists), ...Object.keys(lists)])];
  return {
    people,
    lists: keys.map((key) => ({
      key,
      title: newsletter.lists[key]?.title ?? key,
      states: lists[key] ?? { active: 0, pending: 0, unsubscribed: 0 },
      growth: growthOf(days.get(key) ?? [], now),
    })),
    suppressions: Object.entries(suppressions).map(([reason, n]) => ({ reason, n: n ?? 0 })),
  };
}

function growthOf(days: readonly GrowthDay[], now: number): GrowthWeek[] {
  const first = Math.floor(now / WEEK_MS) - WEEKS + 1;
  const weeks = Array.from({ length: WEEKS }, (_, index) => ({
    at: (first + index) * WEEK_MS,
    joined: 0,
    left: 0,
    readers: 0,
  }));
  let before = 0;
  for (const { day, state, n } of days) {
    const index = Math.floor(day / WEEK_MS) - first;
    // An import may name a day in the future.
    const week = weeks[Math.min(index, WEEKS - 1)];
    if (state === "active" && index < 0) before += n;
    else if (week !== undefined && index >= 0) week[state === "active" ? "joined" : "left"] += n;
  }
  for (const week of weeks) week.readers = before += week.joined;
  return weeks;
}
