/**
 * What we know about how fast one Resend team may send requests: one row of the ledger, shared by every process on it.
 * Resend counts in fixed windows of a second with an unknown beginning, and other programs may use the same team.
 */
export interface Pace {
  /** Requests a second that Resend allows. */
  readonly rate: number;
  /** The next request may leave at this instant (ms UTC). */
  readonly nextAt: number;
  /** No request leaves before this instant: set after a 429 or when the window is used up. */
  readonly blockedUntil: number;
  /** When the window of the latest answer began, at the latest; 0 until one has been seen to begin. */
  readonly windowAt: number;
  /** Turns taken so far. They distinguish our own requests from those of others. */
  readonly turns: number;
  /** The latest turn whose answer was seen, when it left, and what is left of its window. */
  readonly seenTurn: number;
  readonly seenPostedAt: number;
  readonly remaining: number;
  /** Requests a second that others make on the same limit, as far as answers show; at most half of it. */
  readonly others: number;
}

/** What one answer says about the pace. */
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
/** With spacing at exactly the limit, a little jitter would put one request too many into a window. */
const MARGIN = 1.02;
/** Half of the limit is ours, whatever others do: otherwise a program that ignores the limit could stop a send. */
const FAIR_SHARE = 0.5;
/** A turn taken this late does not move the following ones, as long as answers say what is left of the window. */
const CATCH_UP_MS = 300;
/** The same without such answers: any request may then be the one too many. */
const SLACK_MS = 8;
/** Requests overtake each other on the way: what leaves at the very end of a window counts in the next, and the other way round. */
const JITTER_MS = 80;
/** A busy machine sometimes delays a request by this much. */
const HELD_UP_MS = 120;
/** How long we remember what others do, roughly. */
const MEMORY_MS = 2000;
/**
 * Resend asks for waits of seconds. A time further ahead than these limits was written before the clock was set back;
 * waiting for it would stall a send, by an hour if somebody corrected summer time by hand.
 */
const LONGEST_SPACING = 10_000;
const LONGEST_BLOCK = 300_000;

export const FIRST_PACE: Pace = {
  rate: FIRST_RATE,
  nextAt: 0,
  blockedUntil: 0,
  windowAt: 0,
  turns: 0,
  seenTurn: 0,
  seenPostedAt: 0,
  remaining: 0,
  others: 0,
};

/**
 * Take the right to make one request at `now` (turn `pace.turns`), or learn when to ask again. Turns are evenly spaced
 * over what others leave, and none leaves that the window has no room for: the 429 would cost a whole second.
 */
export function takeTurn(pace: Pace, now: number): { readonly pace: Pace } | { readonly wait: number } {
  const { nextAt, blockedUntil, windowAt, turns } = pace;
  const isAhead = nextAt > now && nextAt - now < LONGEST_SPACING;
  const isBlocked = blockedUntil > now && blockedUntil - now < LONGEST_BLOCK;
  if (isAhead || isBlocked) return { wait: Math.max(isAhead ? nextAt : 0, isBlocked ? blockedUntil : 0) };

  const isInformed = windowAt > 0 && Math.abs(now - pace.seenPostedAt) < 2 * WINDOW_MS;
  if (isInformed && roomAt(pace, now) < 1) return { wait: windowEnd(windowAt + JITTER_MS, now) };

  const earliest = now - (isInformed ? CATCH_UP_MS : SLACK_MS);
  const from = nextAt > now ? now : Math.max(nextAt, earliest);
  return { pace: { ...pace, turns: turns + 1, nextAt: Math.round(from + spacing(pace)) } };
}

/**
 * Learn from an answer: how many requests Resend allows, when its windows begin, what is left of this one, and how much
 * others take from it.
 */
export function learnPace(known: Pace, seen: Observation): Pace {
  const pace = withRate(known, seen);
  const { seenTurn, seenPostedAt } = pace;
  if (seen.retryAfterMs !== null) {
    const wait = Math.min(seen.retryAfterMs, LONGEST_BLOCK);
    const blockedUntil = Math.max(pace.blockedUntil, seen.postedAt + wait);
    // A window that is used up so early has not begun yet: the old one lasts longer than we thought.
    const into = seen.postedAt - (windowEnd(pace.windowAt, seen.postedAt) - WINDOW_MS);
    const windowAt = pace.windowAt > 0 && into < WINDOW_MS / 10 ? seen.postedAt : pace.windowAt;
    // The request too many was another program's, or we would have known.
    return { ...pace, blockedUntil, windowAt, others: othersAfter(pace, 1, 0) };
  }
  // An answer that a later one has overtaken describes an old state.
  if (seen.remaining === null || seen.turn <= seenTurn) return pace;

  const { turn, postedAt } = seen;
  const ours = turn - seenTurn;
  const latest = { seenTurn: turn, seenPostedAt: postedAt };
  if (seenTurn === 0) return { ...pace, ...latest, remaining: seen.remaining };
  const begins = isNewWindow(pace, seen.remaining, postedAt);
  const before = begins ? pace.rate : pace.remaining;
  // Where requests overtook each other, those before this one are counted although Resend has not met them yet.
  const remaining = Math.min(seen.remaining, before - ours);
  const windowAt = begins ? windowStart(pace, postedAt) : pace.windowAt;
  const since = begins ? windowAt : seenPostedAt;
  const others = othersAfter(pace, before - remaining - ours, postedAt - since);
  return { ...pace, ...latest, remaining, windowAt, others };
}

/** A limit that turns out to be higher applies from the request whose answer said so. */
function withRate(pace: Pace, { limit, postedAt }: Observation): Pace {
  if (limit === null || limit <= 0 || limit === pace.rate) return pace;
  const faster = { ...pace, rate: limit };
  return { ...faster, nextAt: Math.min(pace.nextAt, Math.round(postedAt + spacing(faster))) };
}

function spacing({ rate, others }: Pace): number {
  return (WINDOW_MS / Math.max(rate - others, rate * FAIR_SHARE)) * MARGIN;
}

/** How many requests the window at `now` still accepts, minus our unanswered ones and what others have sent since. */
function roomAt(pace: Pace, now: number): number {
  const end = pace.windowAt + WINDOW_MS + JITTER_MS;
  const [room, since] = now < end ? [pace.remaining, pace.seenPostedAt] : [pace.rate, end];
  return room - (pace.turns - pace.seenTurn) - Math.round((pace.others * (now - since)) / WINDOW_MS);
}

/** Others took `taken` in `ms`; what they did before fades. */
function othersAfter({ rate, others }: Pace, taken: number, ms: number): number {
  const faded = others * Math.max(0, 1 - ms / MEMORY_MS);
  return Math.min(rate * (1 - FAIR_SHARE), faded + (Math.max(0, taken) * WINDOW_MS) / MEMORY_MS);
}

/**
 * More is left than before, and not only because this request overtook those that were under way; or its time has come.
 * While no beginning is known turns are too slow to overtake each other.
 */
function isNewWindow(
  { turns, seenTurn, remaining, windowAt }: Pace,
  left: number,
  postedAt: number,
): boolean {
  if (windowAt === 0) return left > remaining;
  return left > remaining + turns - seenTurn || postedAt >= windowAt + WINDOW_MS + JITTER_MS;
}

/**
 * A window began after the request before this one arrived, and before this one did. What is known already is kept
 * where it agrees with that: turns drift against the windows, so it comes from a time when both lay closer. A request
 * that met a new window before its time was held up on the way, or the window begins earlier than we thought: believe
 * it by a third, so that one slow request does not mislead us and a few tell the truth; all of it where it is far too early.
 */
function windowStart({ windowAt, seenPostedAt }: Pace, postedAt: number): number {
  if (windowAt === 0) return postedAt;
  const expected = windowEnd(windowAt, postedAt);
  const last = expected - WINDOW_MS;
  if (last > seenPostedAt - JITTER_MS) return Math.max(last, seenPostedAt);
  const early = expected - postedAt;
  return early > HELD_UP_MS ? postedAt : Math.round(expected - early / 3);
}

/** The first end of a window after `at`, if windows follow one another from `windowAt`. */
function windowEnd(windowAt: number, at: number): number {
  return windowAt + (Math.floor((at - windowAt) / WINDOW_MS) + 1) * WINDOW_MS;
}
