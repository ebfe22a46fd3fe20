import { expect, test } from "vitest";
import { FIRST_PACE, type Pace, learnPace, takeTurn } from "#src/model/pace.ts";
import { seededRandom } from "../crash/seeded-random.ts";

interface Circumstances {
  /** Requests a second that the server permits, in fixed windows. */
  readonly limit: number;
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

/**
 * How long a sender is watched. What others do is learnt from a few 429 at its beginning, and with one or two requests a
 * second these are fewer than one in two hundred only after half an hour.
 */
function secondsFor(limit: number): number {
  if (limit <= 2) return 2400;
  return limit <= 5 ? 600 : 120;
}

/**
 * A sender with four requests in flight against a server with fixed windows, and another client. The
 * share of what is permitted that was accepted, and the share of answers that were 429.
 */
function simulate(circumstances: Circumstances): { accepted: number; refused: number } {
  const { limit, phase, othersPerSecond = 0 } = circumstances;
  const { answerMs = 10, wayMs = 6, lateMs = 8, heldUp = 0 } = circumstances;
  const random = seededRandom(phase + 1);
  const seconds = secondsFor(limit);
  const begin = 1_000_000;
  const events: { at: number; run: (now: number) => void }[] = [];
  const later = (at: number, run: (now: number) => void): void => {
    const after = events.findIndex((event) => event.at > at);
    events.splice(after === -1 ? events.length : after, 0, { at, run });
  };
  const counts = new Map<number, number>();
  const arrive = (at: number): number => {
    const window = Math.floor((at - phase) / 1000);
    counts.set(window, (counts.get(window) ?? 0) + 1);
    return counts.get(window) ?? 0;
  };
  let pace: Pace = FIRST_PACE;
  let [accepted, refused, inFlight, awake] = [0, 0, 0, begin];

  const look = (now: number): void => {
    // The first batch goes alone.
    if (now < awake || inFlight >= (accepted === 0 ? 1 : 4)) return;
    const taken = takeTurn(pace, now);
    awake = Math.ceil(("wait" in taken ? taken.wait : now) + random() * lateMs) + 1;
    later(awake, look);
    if ("wait" in taken) return;
    pace = taken.pace;
    inFlight += 1;
    const sent = { postedAt: now, turn: pace.turns };
    later(Math.ceil(now + 1 + random() * wayMs + (random() < heldUp ? random() * 120 : 0)), (at) => {
      const left = limit - arrive(at);
      if (left < 0) refused += 1;
      else accepted += 1;
      later(Math.ceil(at + (left < 0 ? 5 : answerMs) + random() * 20), (answered) => {
        inFlight -= 1;
        const retryAfterMs = left < 0 ? answered - sent.postedAt + 1000 : null;
        pace = learnPace(pace, { ...sent, limit, remaining: Math.max(0, left), retryAfterMs });
        look(answered);
      });
    });
  };
  const everyMs = 1000 / othersPerSecond;
  const other = (now: number): void => {
    arrive(now);
    later(now + everyMs, other);
  };
  if (othersPerSecond > 0) later(begin + everyMs / 3, other);
  later(begin, look);
  for (let next = events.shift(); next && next.at < begin + seconds * 1000; next = events.shift())
    next.run(next.at);
  return {
    accepted: accepted / (seconds * (limit - othersPerSecond)),
    refused: refused / (accepted + refused),
  };
}

const PHASES = [0, 137, 500, 741, 873];
const NETWORKS = {
  "in a calm network": {},
  "where answers take 200 ms": { answerMs: 200 },
  "where requests overtake each other": { wayMs: 30 },
  "where timers are late": { lateMs: 30 },
  "on a busy machine": { lateMs: 30, heldUp: 0.05 },
};

/** The means over the phases of the server's windows. */
function over(phases: readonly number[], circumstances: Omit<Circumstances, "phase">) {
  const runs = phases.map((phase) => simulate({ ...circumstances, phase }));
  const mean = (of: (run: (typeof runs)[number]) => number) =>
    runs.reduce((sum, run) => sum + of(run), 0) / runs.length;
  return { accepted: mean(({ accepted }) => accepted), refused: mean(({ refused }) => refused) };
}

for (const [name, network] of Object.entries(NETWORKS)) {
  // Four requests that take 200 ms each are 18 a second at most, however many are permitted.
  const limits = [1, 2, 3, 5, 10, 20, 50].filter((limit) => !("answerMs" in network) || limit <= 10);
  // A busy machine makes some of its own: requests that it held up leave in the next window.
  const most = name === "on a busy machine" ? 0.0075 : 0.005;
  const runs = (share: number) =>
    limits.map((limit) => ({
      limit,
      ...over(PHASES, { limit, othersPerSecond: share * limit, ...network }),
    }));

  test(`alone, ${name}, a sender keeps to every limit and uses it`, () => {
    const missed = runs(0).filter(({ accepted, refused }) => accepted < 0.94 || refused > most);
    expect(missed).toEqual([]);
  });

  test(`beside somebody who takes half, ${name}, a sender keeps 95 % of the rest and leaves them theirs`, () => {
    const missed = runs(0.5).filter(
      ({ accepted, refused }) => accepted < 0.95 || accepted > 1.1 || refused > most,
    );
    expect(missed).toEqual([]);
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
