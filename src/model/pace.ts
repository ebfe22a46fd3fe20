/**
 * How fast one Resend team may be asked, as far as we know: one row of the ledger, shared by every process on it.
 * Resend counts in fixed windows of a second that begin when it likes, and others may use the same team.
 */
export interface Pace {
  /** Requests a second that Resend allows. */
  readonly rate: number;
  /** The next request may leave at this instant (ms UTC). */
  readonly nextAt: number;
  /** After a 429, or where the window is used up, nothing leaves before. */
  readonly blockedUntil: number;
  /** When one of Resend's windows began, at the latest; 0 until one has been seen to begin. */
  readonly windowAt: number;
  /** Turns taken so far: what tells our own requests from those of others. */
  readonly turns: number;
  /** The latest turn whose answer was seen, when it left, and what it said is left in its window. */
  readonly seenTurn: number;
  readonly seenPostedAt: number;
  readonly remaining: number;
  /** When somebody else was last seen to take from the same limit. */
  readonly othersAt: number;
}

/** What an answer says about the pace. */
export interface Observation {
  /** When the request left, and which turn it was. */
  readonly postedAt: number;
  readonly turn: number;
  readonly limit: number | null;
  readonly remaining: number | null;
  /** Set by a 429: how long Resend wants us to stay away. */
  readonly retryAfterMs: number | null;
}

const WINDOW_MS = 1000;
/** Requests per second until an answer says otherwise: the lowest limit Resend ever gave a team. */
export const FIRST_RATE = 2;
/** Spaced at exactly the limit, a little jitter would put one request too many into a window. */
const MARGIN = 1.02;
/** A turn taken this late does not move the ones after it. */
const SLACK_MS = 8;
/** How long others are reckoned with after they were seen. */
const OTHERS_MS = 5000;
/**
 * Resend asks for seconds. A time further ahead than this can only come from a clock that was set back since; waiting
 * for it would stall a send, by an hour where summer time was undone by hand.
 */
const LONGEST_WAIT = 300_000;

export const FIRST_PACE: Pace = {
  rate: FIRST_RATE,
  nextAt: 0,
  blockedUntil: 0,
  windowAt: 0,
  turns: 0,
  seenTurn: 0,
  seenPostedAt: 0,
  remaining: 0,
  othersAt: 0,
};

/** Take the right to make one request at `now` (turn `pace.turns`), or learn when to ask again. Turns are evenly spaced. */
export function takeTurn(pace: Pace, now: number): { readonly pace: Pace } | { readonly wait: number } {
  const next = Math.max(pace.nextAt, pace.blockedUntil);
  if (next > now && next - now < LONGEST_WAIT) return { wait: next };
  const from = pace.nextAt > now ? now : Math.max(pace.nextAt, now - SLACK_MS);
  return {
    pace: { ...pace, turns: pace.turns + 1, nextAt: Math.ceil(from + (WINDOW_MS / pace.rate) * MARGIN) },
  };
}

/**
 * Learn from an answer. A window that is used up is waited out: the 429 that would follow costs a whole second. Where
 * others take from the same limit, the last one is left to them, because whoever comes second gets the 429.
 */
export function learnPace(pace: Pace, seen: Observation): Pace {
  const rate = seen.limit !== null && seen.limit > 0 ? seen.limit : pace.rate;
  if (seen.retryAfterMs !== null) {
    const wait = Math.min(seen.retryAfterMs, LONGEST_WAIT);
    const blockedUntil = Math.max(pace.blockedUntil, seen.postedAt + wait);
    return { ...pace, rate, blockedUntil, othersAt: seen.postedAt };
  }
  // An answer that was overtaken by a later one's speaks of a state that is past.
  if (seen.remaining === null || seen.turn <= pace.seenTurn) return { ...pace, rate };
  const begins = seen.remaining > pace.remaining;
  const windowAt = begins ? windowStart(pace, seen.postedAt) : pace.windowAt;
  const ours = seen.turn - pace.seenTurn;
  const othersAt = !begins && pace.remaining - seen.remaining > ours ? seen.postedAt : pace.othersAt;
  const inFlight = pace.turns - seen.turn;
  const keep = inFlight + (seen.postedAt - othersAt < OTHERS_MS ? 1 : 0);
  const isUsed = seen.remaining <= keep && windowAt > 0;
  const blockedUntil = isUsed
    ? Math.max(pace.blockedUntil, windowEnd(windowAt, seen.postedAt))
    : pace.blockedUntil;
  const { turn: seenTurn, postedAt: seenPostedAt, remaining } = seen;
  return { ...pace, rate, blockedUntil, windowAt, seenTurn, seenPostedAt, remaining, othersAt };
}

/**
 * A window began after the request before this one left, and not later than this one did. What is known already is
 * kept where it agrees with that: turns drift against the windows, so it comes from a time when both lay closer.
 */
function windowStart({ windowAt, seenTurn, seenPostedAt }: Pace, postedAt: number): number {
  if (seenTurn === 0) return 0;
  const expected = windowEnd(windowAt, postedAt) - WINDOW_MS;
  return windowAt > 0 && expected > seenPostedAt ? expected : postedAt;
}

/** The first end of a window after `at`, if windows follow one another from `windowAt`. */
function windowEnd(windowAt: number, at: number): number {
  return windowAt + (Math.floor((at - windowAt) / WINDOW_MS) + 1) * WINDOW_MS;
}
