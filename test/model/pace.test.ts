import { expect, test } from "vitest";
import { FIRST_PACE, type Pace, learnPace, takeTurn } from "#src/model/pace.ts";
import { seededRandom } from "../crash/seeded-random.ts";

const LIMIT = 10;

interface Circumstances {
  /** When the server's windows begin. */
  readonly phase: number;
  readonly othersPerSecond?: number;
  /** How long an answer takes, at least; how long a request is under way, and how late a timer fires, at most. */
  readonly answerMs?: number;
  readonly wayMs?: number;
  readonly lateMs?: number;
  /** Share of the requests that a busy machine holds up by up to 120 ms. */
  readonly heldUp?: number;
}

/** Sixty seconds of a sender with four requests in flight against a server with fixed windows, and another client. */
function simulate(circumstances: Circumstances) {
  const { phase, othersPerSecond = 0, answerMs = 10, wayMs = 6, lateMs = 8, heldUp = 0 } = circumstances;
  const random = seededRandom(phase + 1);
  const counts = new Map<number, number>();
  const arrive = (at: number): number => {
    const window = Math.floor((at - phase) / 1000);
    counts.set(window, (counts.get(window) ?? 0) + 1);
    return counts.get(window) ?? 0;
  };
  const begin = 1_000_000;
  const foreign = othersPerSecond === 0 ? Infinity : 1000 / othersPerSecond;
  let nextForeign = begin + foreign / 3;
  let pace: Pace = FIRST_PACE;
  let [accepted, refused, awake] = [0, 0, begin];
  let due: { at: number; run: (now: number) => void }[] = [];
  let inFlight = 0;

  for (let now = begin; now < begin + 60_000; now += 1) {
    for (; nextForeign <= now; nextForeign += foreign) arrive(nextForeign);
    for (const event of due.filter(({ at }) => at <= now)) event.run(now);
    due = due.filter(({ at }) => at > now);
    // The first batch goes alone.
    if (now < awake || inFlight >= (accepted === 0 ? 1 : 4)) continue;
    const taken = takeTurn(pace, now);
    awake = ("wait" in taken ? taken.wait : now) + random() * lateMs;
    if ("wait" in taken) continue;
    pace = taken.pace;
    inFlight += 1;
    const sent = { postedAt: now, turn: pace.turns };
    const answer = (nth: number) => {
      const isRefused = nth > LIMIT;
      if (isRefused) refused += 1;
      else accepted += 1;
      const takes = (isRefused ? 5 : answerMs) + random() * 20;
      const run = (at: number) => {
        inFlight -= 1;
        const retryAfterMs = isRefused ? at - sent.postedAt + 1000 : null;
        pace = learnPace(pace, {
          ...sent,
          limit: LIMIT,
          remaining: Math.max(0, LIMIT - nth),
          retryAfterMs,
        });
      };
      return { takes, run };
    };
    due.push({
      at: now + 1 + random() * wayMs + (random() < heldUp ? random() * 120 : 0),
      run: (at) => {
        const { takes, run } = answer(arrive(at));
        due.push({ at: at + takes, run });
      },
    });
  }
  return { accepted, refused };
}

const PHASES = [0, 55, 137, 274, 500, 669, 873, 959];

for (const [name, circumstances] of Object.entries({
  "in a calm network": {},
  "where answers take 200 ms": { answerMs: 200 },
  "where requests overtake each other": { wayMs: 30 },
  "where timers are late": { lateMs: 30 },
  "on a busy machine": { lateMs: 30, heldUp: 0.05 },
})) {
  test(`alone, ${name}, a sender keeps 95 % of the limit with at most 0.5 % refused`, () => {
    for (const phase of PHASES) {
      const { accepted, refused } = simulate({ phase, ...circumstances });
      expect(accepted, `windows begin at ${phase} ms`).toBeGreaterThanOrEqual(600 * 0.95);
      expect(refused, `windows begin at ${phase} ms`).toBeLessThanOrEqual(600 * 0.005);
    }
  });

  test(`beside somebody who takes half, ${name}, a sender keeps 85 % of the rest and leaves them theirs`, () => {
    for (const phase of PHASES) {
      const { accepted, refused } = simulate({ phase, othersPerSecond: LIMIT / 2, ...circumstances });
      expect(accepted, `windows begin at ${phase} ms`).toBeGreaterThanOrEqual(300 * 0.85);
      expect(refused, `windows begin at ${phase} ms`).toBeLessThanOrEqual(300 * 0.03);
      expect(accepted, `windows begin at ${phase} ms`).toBeLessThanOrEqual(300 * 1.1);
    }
  });
}

test("a program that ignores the limit leaves a sender half of its turns", () => {
  const greedy: Pace = { ...FIRST_PACE, rate: 10, others: 5, turns: 1, seenTurn: 1, nextAt: 1000 };
  const taken = takeTurn(greedy, 1000);
  expect("pace" in taken && taken.pace.nextAt).toBe(1204);
});

test("the first requests of an unknown team are slow, and the first answer sets the pace", () => {
  const first = takeTurn(FIRST_PACE, 1000);
  expect("pace" in first && takeTurn(first.pace, 1100)).toEqual({ wait: 1502 });
  const learnt = learnPace("pace" in first ? first.pace : FIRST_PACE, {
    postedAt: 1000,
    turn: 1,
    limit: 100,
    remaining: 99,
    retryAfterMs: null,
  });
  expect(learnt.rate).toBe(100);
});

test("after a 429 nothing leaves for as long as it says", () => {
  const pace = learnPace(
    { ...FIRST_PACE, rate: 10 },
    { postedAt: 5000, turn: 1, limit: 10, remaining: 0, retryAfterMs: 2000 },
  );
  expect(takeTurn(pace, 6000)).toEqual({ wait: 7000 });
  expect(takeTurn(pace, 7000)).toHaveProperty("pace");
});

test("a clock that was set back does not stall a send", () => {
  const before: Pace = { ...FIRST_PACE, rate: 10, windowAt: 90_000_000, seenPostedAt: 90_000_000 };
  expect(takeTurn({ ...before, nextAt: 90_000_000 }, 1000)).toHaveProperty("pace");
  expect(takeTurn({ ...before, nextAt: 90_000_000 }, 90_000_000 - 60_000)).toHaveProperty("pace");
});
