import { expect, test } from "vitest";
import { FIRST_PACE, type Pace, learnPace, takeTurn } from "#src/model/pace.ts";
import { seededRandom } from "../crash/seeded-random.ts";

const LIMIT = 10;

/** Sixty seconds against a server with fixed windows that begin at `phase`, latencies of 5 to 30 ms, and another client. */
function simulate(options: { phase: number; othersPerSecond: number; seed: number }) {
  const random = seededRandom(options.seed);
  const counts = new Map<number, number>();
  const arrive = (at: number): number => {
    const window = Math.floor((at - options.phase) / 1000);
    counts.set(window, (counts.get(window) ?? 0) + 1);
    return counts.get(window) ?? 0;
  };
  const foreign = options.othersPerSecond === 0 ? Infinity : 1000 / options.othersPerSecond;
  let nextForeign = foreign / 3;
  let pace: Pace = { ...FIRST_PACE, rate: LIMIT };
  let accepted = 0;
  let refused = 0;
  const answers: { at: number; apply: () => void }[] = [];
  for (let now = 1_000_000; now < 1_060_000; now += 1) {
    while (nextForeign + 1_000_000 <= now) {
      arrive(nextForeign + 1_000_000);
      nextForeign += foreign;
    }
    for (const answer of answers.splice(0)) {
      if (answer.at <= now) answer.apply();
      else answers.push(answer);
    }
    const taken = takeTurn(pace, now);
    if ("wait" in taken || random() < 0.4) continue; // timers are late
    pace = taken.pace;
    const postedAt = now;
    const turn = pace.turns;
    const nth = arrive(now + 2 + random() * 4);
    if (nth > LIMIT) refused += 1;
    else accepted += 1;
    const seen =
      nth > LIMIT
        ? { limit: LIMIT, remaining: 0, retryAfterMs: 1000 }
        : { limit: LIMIT, remaining: LIMIT - nth, retryAfterMs: null };
    answers.push({
      at: now + 5 + random() * 25,
      apply: () => {
        pace = learnPace(pace, { postedAt, turn, ...seen });
      },
    });
  }
  return { accepted, refused };
}

for (const phase of [0, 137, 500, 873]) {
  test(`alone, a sender keeps 95 % of the limit with at most 0.5 % refused (windows begin at ${phase} ms)`, () => {
    const { accepted, refused } = simulate({ phase, othersPerSecond: 0, seed: phase + 1 });
    expect(accepted).toBeGreaterThanOrEqual(600 * 0.95);
    expect(refused).toBeLessThanOrEqual(600 * 0.005);
  });

  test(`beside somebody who takes half, a sender keeps 85 % of the rest (windows begin at ${phase} ms)`, () => {
    const { accepted } = simulate({ phase, othersPerSecond: 5, seed: phase + 2 });
    expect(accepted).toBeGreaterThanOrEqual(300 * 0.85);
  });
}

test("the first requests of a team nobody knows are slow, and the first answer says how fast it may be", () => {
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
  expect(takeTurn({ ...FIRST_PACE, nextAt: 90_000_000 }, 1000)).toHaveProperty("pace");
});
