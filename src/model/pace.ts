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
  /** When the window of the latest answer began, at the latest; 0 until one has been seen to begin. */
  readonly windowAt: number;
  /** When it began at the earliest. */
  readonly windowFrom: number;
  /** Turns taken so far: what tells our own requests from those of others. */
  readonly turns: number;
  /** The latest turn whose answer was seen, when it left, and what is left of its window. */
  readonly seenTurn: number;
  readonly seenPostedAt: number;
  readonly remaining: number;
  /** Requests a second that others make on the same limit, as far as answers show; at most half of it. */
  readonly others: number;
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
/** Half of the limit is ours, whoever else there is: otherwise somebody without manners could stop a send. */
const FAIR_SHARE = 0.5;
/** A turn taken this late does not move the ones after it, as long as answers tell what is left of the window. */
const CATCH_UP_MS = 300;
/** The same while nothing tells: every request is then as likely as the next to be one too many. */
const SLACK_MS = 8;
/** Requests overtake each other on the way: what leaves at the very end of a window counts in the next, and the other way round. */
const JITTER_MS = 80;
/** Requests a second of others that are as good as none. */
const ALONE = 0.1;
/** What others do is remembered about this long. */
const MEMORY_MS = +(process.env.MEM ?? 2000);
/**
 * Resend asks for seconds. Times further ahead than these can only come from a clock that was set back since; waiting for
 * them would stall a send, by an hour where summer time was undone by hand.
 */
const LONGEST_SPACING = 10_000;
const LONGEST_BLOCK = 300_000;

export const FIRST_PACE: Pace = {
  rate: FIRST_RATE,
  nextAt: 0,
  blockedUntil: 0,
  windowAt: 0,
  windowFrom: 0,
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
  const { nextAt, blockedUntil, turns } = pace;
  const isAhead = nextAt > now && nextAt - now < LONGEST_SPACING;
  const isBlocked = blockedUntil > now && blockedUntil - now < LONGEST_BLOCK;
  if (isAhead || isBlocked) return { wait: Math.max(isAhead ? nextAt : 0, isBlocked ? blockedUntil : 0) };

  const room = roomAt(pace, now);
  if (room !== null && room < 1) return { wait: windowAfter(pace.windowAt, now - JITTER_MS) + JITTER_MS };

  // Where nothing tells what is left of a window, evenly spaced turns alone keep to the limit: none is caught up.
  const earliest = now - (room === null ? (pace.windowAt > 0 ? +(process.env.SL ?? 8) : SLACK_MS) : CATCH_UP_MS);
  const from = nextAt > now ? now : Math.max(nextAt, earliest);
  return { pace: { ...pace, turns: turns + 1, nextAt: Math.round(from + spacing(pace)) } };
}

/**
 * Learn from an answer: how fast Resend allows, when its windows begin, what is left of this one, and how much others
 * take from it.
 */
export function learnPace(known: Pace, seen: Observation): Pace {
  const pace = withRate(known, seen);
  if (seen.retryAfterMs !== null) {
    const wait = Math.min(seen.retryAfterMs, LONGEST_BLOCK);
    const blockedUntil = Math.max(pace.blockedUntil, seen.postedAt + wait);
    // The one that was too many was somebody else's, or we would have known.
    return { ...pace, blockedUntil, others: othersAfter(pace, 1, 0) };
  }
  // An answer that was overtaken by a later one's speaks of a state that is past.
  if (seen.remaining === null || seen.turn <= pace.seenTurn) return pace;

  const { turn, postedAt } = seen;
  const ours = turn - pace.seenTurn;
  const latest = { seenTurn: turn, seenPostedAt: postedAt };
  if (pace.seenTurn === 0) return { ...pace, ...latest, remaining: seen.remaining };
  const begins = isNewWindow(pace, seen.remaining, postedAt);
  const before = begins ? pace.rate : pace.remaining;
  // Where requests overtook each other, those before this one are counted although Resend has not met them yet.
  const remaining = Math.min(seen.remaining, before - ours);
  const bounds = begins ? windowBounds(pace, postedAt) : sameWindow(pace, postedAt);
  const since = begins ? bounds.windowAt : pace.seenPostedAt;
  const others = othersAfter(pace, before - remaining - ours, Math.max(0, postedAt - since));
  return { ...pace, ...latest, ...bounds, remaining, others };
}

/** A limit that turns out to be another one counts from the request that brought the news. */
function withRate(pace: Pace, { limit, postedAt }: Observation): Pace {
  if (limit === null || limit <= 0 || limit === pace.rate) return pace;
  const changed = { ...pace, rate: limit };
  const next = Math.round(postedAt + spacing(changed));
  return { ...changed, nextAt: limit > pace.rate ? Math.min(pace.nextAt, next) : Math.max(pace.nextAt, next) };
}

function spacing({ rate, others }: Pace): number {
  return (WINDOW_MS / Math.max(rate - others, rate * FAIR_SHARE)) * MARGIN;
}

/**
 * Requests that the window at `now` still takes: without those of ours that are not answered, and what others have made
 * since. Null where nobody can tell: no window is known, or it may or may not be over and nobody else is there.
 */
function roomAt(pace: Pace, now: number): number | null {
  const { windowAt, windowFrom, turns, seenTurn, others } = pace;
  if (windowAt === 0 || Math.abs(now - pace.seenPostedAt) > 2 * WINDOW_MS) return null;
  const end = windowAt + WINDOW_MS + JITTER_MS;
  if (now >= windowFrom + WINDOW_MS && now < end && others < ALONE) return null;
  const [room, since] = now < end ? [pace.remaining, pace.seenPostedAt] : [pace.rate, end];
  return room - (turns - seenTurn) - Math.round((others * (now - since)) / WINDOW_MS);
}

/** Others took `taken` in `ms`; what they did before fades. */
function othersAfter({ rate, others }: Pace, taken: number, ms: number): number {
  const faded = others * Math.max(0, 1 - ms / MEMORY_MS);
  return Math.min(rate * (1 - FAIR_SHARE), faded + (Math.max(0, taken) * WINDOW_MS) / MEMORY_MS);
}

/**
 * More is left than there could be in the window before, or its time has come. A request that left soon after another
 * may have overtaken it, and tells nothing by finding one more.
 */
function isNewWindow(pace: Pace, left: number, postedAt: number): boolean {
  const { turns, seenTurn, seenPostedAt, remaining, windowAt } = pace;
  const ownOvertaken = postedAt - seenPostedAt < JITTER_MS ? turns - seenTurn : -1;
  return left > remaining + ownOvertaken || (windowAt > 0 && postedAt >= windowAt + WINDOW_MS + JITTER_MS);
}

/**
 * A window began after the request before this one left, and before this one arrived. What is known already is kept
 * where it agrees with that: turns drift against the windows, so it comes from times when both lay closer.
 */
function windowBounds(pace: Pace, postedAt: number): Pick<Pace, "windowAt" | "windowFrom"> {
  const seen = { windowFrom: Math.max(pace.seenPostedAt, postedAt - WINDOW_MS), windowAt: postedAt };
  if (pace.windowAt === 0) return seen;
  const shift = windowAfter(pace.windowAt, postedAt + JITTER_MS) - WINDOW_MS - pace.windowAt;
  for (const by of [shift, shift - WINDOW_MS]) {
    const windowFrom = Math.max(seen.windowFrom, pace.windowFrom + by);
    const windowAt = Math.min(seen.windowAt, pace.windowAt + by);
    if (windowFrom <= windowAt) return { windowFrom, windowAt };
  }
  return seen;
}

function sameWindow(pace: Pace, postedAt: number): Pick<Pace, "windowAt" | "windowFrom"> {
  const { windowAt } = pace;
  return { windowAt, windowFrom: Math.min(windowAt, Math.max(pace.windowFrom, postedAt - WINDOW_MS)) };
}

/** The first end of a window after `at`, if windows follow one another from `windowAt`. */
function windowAfter(windowAt: number, at: number): number {
  return windowAt + (Math.floor((at - windowAt) / WINDOW_MS) + 1) * WINDOW_MS;
}
