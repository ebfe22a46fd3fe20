import { expect, test } from "vitest";
import { isJump, proposeRamp, rampFor } from "#src/model/ramp.ts";
import { shortageOf } from "#src/model/quota.ts";
import { AT_ONCE, type Group, type Run, endOf, spreadBatches } from "#src/model/spread-batches.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 11, 1, 14);

/** Groups as a plan numbers them: each one's batches after those of the one before. */
function groupsOf(...groups: readonly { count: number; wave?: number; after?: number }[]): Group[] {
  let base = 0;
  return groups.map(({ count, wave = 0, after = 0 }) => {
    const group = { wave, deliverAt: START + after, count, base };
    base += Math.ceil(count / 100);
    return group;
  });
}

/** Every batch's number and when it leaves, hours after the start. */
function batchesOf(runs: readonly Run[]): [number, number][] {
  return runs
    .flatMap(({ n, batches, at, gap }) =>
      Array.from({ length: batches }, (_, index): [number, number] => [
        n + index,
        (at + index * gap - START) / HOUR,
      ]),
    )
    .toSorted(([a], [b]) => a - b);
}

/** Messages on each day, counted from the reader's own time. */
function daysOf(runs: readonly Run[], groups: readonly Group[]): number[] {
  const days: number[] = [];
  for (const { n, at, messages } of runs) {
    const group = groups.findLast(({ base, count }) => base < n && count > 0);
    const day = Math.floor((at - (group?.deliverAt ?? START)) / DAY);
    days[day] = (days[day] ?? 0) + messages;
  }
  return days;
}

const step = (perDay: number, perHour: number | null = null) => ({ perDay, perHour });

test("without a pace every batch may leave when its readers should have it", () => {
  const groups = groupsOf({ count: 250 }, { count: 100, after: 3 * HOUR });
  expect(batchesOf(spreadBatches(groups, AT_ONCE))).toEqual([
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 3],
  ]);
});

test("a ramp fills one day after another, each from the hour the send began", () => {
  const groups = groupsOf({ count: 1050 });
  const pace = { perHour: null, ramp: [step(200), step(300), step(400)] };
  const runs = spreadBatches(groups, pace);
  expect(daysOf(runs, groups)).toEqual([200, 300, 400, 150]);
  expect(batchesOf(runs).map(([, hours]) => hours)).toEqual([0, 0, 24, 24, 24, 48, 48, 48, 48, 72, 72]);
});

test("within a day a step's own pace and the newsletter's hold, whichever is slower", () => {
  const ramp = [step(300, 100), step(600, 300)];
  const slow = spreadBatches(groupsOf({ count: 900 }), { perHour: null, ramp });
  expect(batchesOf(slow).map(([, hours]) => Number(hours.toFixed(2)))).toEqual([
    0, 1, 2, 24, 24.33, 24.67, 25, 25.33, 25.67,
  ]);
  const slower = spreadBatches(groupsOf({ count: 900 }), { perHour: 50, ramp });
  expect(batchesOf(slower).map(([, hours]) => hours)).toEqual([0, 2, 4, 24, 26, 28, 30, 32, 34]);
});

test("groups that meet share one pace, and a wave waits for the one before", () => {
  const groups = groupsOf({ count: 200 }, { count: 300, wave: 1 });
  const pace = { perHour: 100, ramp: null };
  expect(batchesOf(spreadBatches(groups, pace)).map(([, hours]) => hours)).toEqual([0, 1, 2, 3, 4]);
  const zones = groupsOf({ count: 300 }, { count: 200, after: HOUR });
  expect(batchesOf(spreadBatches(zones, pace)).map(([, hours]) => hours)).toEqual([0, 1, 2, 3, 4]);
  const paused = spreadBatches(groups, AT_ONCE, 10 * 60_000);
  expect(endOf(paused) - START).toBe(10 * 60_000);
});

test("a wave that is larger than the first day goes on the next, before anybody else", () => {
  const groups = groupsOf({ count: 300 }, { count: 500, wave: 1 });
  const runs = spreadBatches(groups, { perHour: null, ramp: [step(200), step(400)] });
  expect(batchesOf(runs).map(([, hours]) => hours)).toEqual([0, 0, 24, 24, 24, 24, 48, 48]);
});

test("in the readers' own mornings each zone has its part of every day, and no day has too many", () => {
  const counts = [40, 1200, 30, 730, 2500, 310, 90, 1800];
  const groups = groupsOf(...counts.map((count, index) => ({ count, after: index * 3 * HOUR })));
  const ramp = [step(1000), step(2000), step(2500), step(3000)];
  const runs = spreadBatches(groups, { perHour: null, ramp });
  const days = daysOf(runs, groups);
  expect(days.reduce((sum, n) => sum + n, 0)).toBe(6700);
  for (const [day, messages] of days.entries())
    expect(messages).toBeLessThanOrEqual(ramp[day]?.perDay ?? 3000);
  // All batches, each once; and never at another hour than their readers' nine.
  expect(batchesOf(runs).map(([n]) => n)).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
  for (const { n, at } of runs) {
    const group = groups.findLast(({ base }) => base < n);
    expect((at - (group?.deliverAt ?? 0)) % DAY).toBe(0);
  }
  // Batch 1 goes alone, so it is never one that waits; and the largest zone is on every day.
  expect(batchesOf(runs)[0]).toEqual([1, 0]);
  const large = runs.filter(({ n }) => n > 22 && n <= 47);
  expect(new Set(large.map(({ at }) => Math.floor((at - START) / DAY)))).toEqual(new Set([0, 1, 2, 3]));
});

test("a ramp that is proposed is Resend's, and begins with at most twice what went well before", () => {
  expect(proposeRamp(12_000, 0).map(({ perDay }) => perDay)).toEqual([1000, 2500, 5000, 5000]);
  expect(proposeRamp(3000, 0)).toEqual([step(1000, 100), step(2500, 300)]);
  expect(proposeRamp(20_000, 2600).map(({ perDay }) => perDay)).toEqual([5000, 7500, 7500]);
  const large = proposeRamp(1_000_000, 60_000).map(({ perDay }) => perDay);
  expect(large).toEqual([120_000, 180_000, 270_000, 405_000, 607_500]);
  for (const recipients of [2001, 100_000, 1_000_000]) {
    const sum = proposeRamp(recipients, 0).reduce((total, { perDay }) => total + perDay, 0);
    expect(sum).toBeGreaterThanOrEqual(recipients);
  }
});

test("who is asked, and how long an answer stands", () => {
  expect([isJump(2000, 0), isJump(2001, 0), isJump(6000, 3000), isJump(6001, 3000)]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect(rampFor(undefined, 1500, 0).kind).toBe("none");
  expect(rampFor(undefined, 5000, 0).kind).toBe("ask");
  expect(rampFor({ steps: null, by: "person", recipients: 5000 }, 5100, 0).kind).toBe("none");
  expect(rampFor({ steps: null, by: "person", recipients: 5000 }, 500_000, 0).kind).toBe("ask");
  const file = { steps: [step(1000)], by: "file" } as const;
  expect(rampFor(file, 5000, 0)).toEqual({ kind: "steps", steps: file.steps });
  expect(rampFor(file, 5000, 5000).kind).toBe("none");
});

test("tells which quota a send would break, day by day and month by month", () => {
  const usage = {
    daily: { used: 20, limit: 1000, resetsAt: Date.UTC(2026, 11, 2) },
    monthly: { used: 500, limit: 3000, resetsAt: Date.UTC(2027, 0, 1) },
    rate: 10,
  };
  const of = (count: number, pace = AT_ONCE, start = START) =>
    shortageOf(spreadBatches(groupsOf({ count }), pace), usage, start);
  expect(of(900)).toBeNull();
  expect(of(1000)).toEqual({
    which: "daily",
    messages: 1000,
    left: 980,
    resetsAt: usage.daily.resetsAt,
  });
  expect(of(2501)).toMatchObject({ which: "monthly", messages: 2501, left: 2500 });
  expect(of(2000, { perHour: null, ramp: [step(900), step(900)] })).toBeNull();
  // A ramp that goes over every later day's quota, and one that crosses into the next month.
  // Of a later day no reset makes more.
  const later = { which: "daily", messages: 1500, left: 1000, resetsAt: null };
  expect(of(2400, { perHour: null, ramp: [step(900), step(1500)] })).toEqual(later);
  const free = { ...usage, daily: { ...usage.daily, limit: null } };
  const month = spreadBatches(groupsOf({ count: 5000 }), { perHour: null, ramp: [step(100)] });
  expect(shortageOf(month, free, START)).toMatchObject({ which: "monthly", left: 2500 });
  const half = spreadBatches(groupsOf({ count: 4000 }), { perHour: null, ramp: [step(100)] });
  expect(shortageOf(half, { ...free, monthly: { ...free.monthly, limit: 3600 } }, START)).toBeNull();
});
