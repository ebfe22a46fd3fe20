/**
 * How fast one Resend team may be asked, as far as we know: one row of the ledger, shared by every process that uses
 * it. Resend counts in fixed windows of a second that begin when it likes, and other programs may use the same team.
 */
export interface Pace {
  /** Requests a second that Resend allows. */
  readonly rate: number;
  /** The next request may leave at this instant (ms UTC). */
  readonly nextAt: number;
  /** No request leaves before this instant: set after a 429. */
  readonly blockedUntil: number;
  /** When the window of the latest answer began, at the earliest and at the latest; 0 until one has been seen to begin. */
  readonly windowFrom: number;
  readonly windowAt: number;
  /** Turns taken so far. They distinguish our own requests from those of others. */
  readonly turns: number;
  /** The latest turn whose answer was seen, when it left, and what is left of its window. */
  readonly seenTurn: number;
  readonly seenPostedAt: number;
  readonly remaining: number;
  /** Requests a second that others make on the same limit, as far as answers show; at most half of it. */
  readonly others: number;
  /** After a 429: others make at least `held` requests a second up to the turn `heldUntil`, whatever answers show. */
  readonly held: number;
  readonly heldUntil: number;
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
/** Spaced at exactly the limit, a little jitter would put one request too many into a window. */
const MARGIN = 1.02;
/** Half of the limit is always ours: otherwise another program that ignores the limit could stop a send. */
const FAIR_SHARE = 0.5;
/** A turn that is up to this late does not delay the turns after it, as long as answers tell what is left of the window. */
const CATCH_UP_MS = 300;
/** The same while no answer tells: any request is then as likely as the next to be one too many. */
const SLACK_MS = 8;
/**
 * Requests overtake each other on the way: one that leaves at the very end of a window may count in the next window, and the other
 * way round.
 */
const JITTER_MS = 80;
/** If others make fewer requests a second than this, we count as alone. */
const ALONE = 0.1;
/** A spacing of this many windows or more is rounded to whole windows. */
const SPARSE = 1.4;
/** How long we remember what others do, roughly. */
const MEMORY_MS = 2000;
/** A second 429 within this many turns comes from others whom answers do not show, because they always follow our last request of a window. */
const SUSPECT_TURNS = 30;
/** We assume such others for this many turns. By then our own requests have drifted once through the window, and have met theirs. */
const HOLD_TURNS = 120;
/** The same with one request a window, where no answer ever shows others. To find out whether they have left costs a 429 each time. */
const BLIND_TURNS = 600;
/** After a minute without a request, we no longer know what others do. We leave them half of the limit for a moment, and look. */
const FORGOTTEN_MS = 60_000;
const GENTLE_SECONDS = 1;
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
  windowFrom: 0,
  turns: 0,
  seenTurn: 0,
  seenPostedAt: 0,
  remaining: 0,
  others: 0,
  held: 0,
  heldUntil: 0,
};

/**
 * Takes the right to make one request at `now` (turn `pace.turns`), or tells when to ask again. Turns are evenly spaced
 * over what others leave of the limit. Beside others, no request leaves for which the window has no room: the 429 would
 * cost a whole second.
 */
export function takeTurn(pace: Pace, now: number): { readonly pace: Pace } | { readonly wait: number } {
  const { nextAt, blockedUntil, turns } = pace;
  const isAhead = nextAt > now && nextAt - now < LONGEST_SPACING;
  const isBlocked = blockedUntil > now && blockedUntil - now < LONGEST_BLOCK;
  if (isAhead || isBlocked) return { wait: Math.max(isAhead ? nextAt : 0, isBlocked ? blockedUntil : 0) };

  const room = roomAt(pace, now);
  const isFull = room !== null && room < 1;
  if (isFull && (othersOf(pace) >= ALONE || isPrecise(pace)))
    return { wait: windowAfter(pace.windowAt, now - edge(pace)) + edge(pace) };
  // When we are alone, evenly spaced turns keep to the limit wherever the windows lie; a late turn may be caught up only
  // where room is known.
  const mayCatchUp = (room !== null && !isFull) || spacing(pace) >= 2 * WINDOW_MS;
  const earliest = now - (mayCatchUp ? CATCH_UP_MS : SLACK_MS);
  const from = nextAt > now ? now : Math.max(nextAt, earliest);
  return { pace: { ...pace, turns: turns + 1, nextAt: Math.round(from + spacing(pace)) } };
}

/**
 * Learns from an answer: how fast Resend allows requests, when its windows begin, what is left of the current one, and
 * how much of it others take.
 */
export function learnPace(known: Pace, seen: Observation): Pace {
  const pace = withRate(known, seen);
  if (seen.retryAfterMs !== null) {
    const wait = Math.min(seen.retryAfterMs, LONGEST_BLOCK);
    const blockedUntil = Math.max(pace.blockedUntil, seen.postedAt + wait);
    // A refused request used nothing of the limit: the next one need not keep its distance.
    const windowFrom = windowFromAfterRefusal(pace, seen.postedAt);
    const refused = { ...pace, blockedUntil, windowFrom, nextAt: Math.min(pace.nextAt, blockedUntil) };
    // A request that a busy machine delayed is refused once, and the requests after it are not.
    if (pace.turns >= pace.heldUntil) return { ...refused, held: 0, heldUntil: pace.turns + SUSPECT_TURNS };
    const held = Math.min(pace.rate * (1 - FAIR_SHARE), othersOf(pace) + 1);
    return { ...refused, held, heldUntil: pace.turns + (pace.rate < 2 ? BLIND_TURNS : HOLD_TURNS) };
  }
  // An answer that a later request's answer has overtaken describes a past state.
  if (seen.remaining === null || seen.turn <= pace.seenTurn) return pace;

  const { turn, postedAt } = seen;
  const ours = turn - pace.seenTurn;
  const latest = { seenTurn: turn, seenPostedAt: postedAt };
  if (pace.seenTurn === 0 || postedAt - pace.seenPostedAt > FORGOTTEN_MS) {
    const heldUntil = pace.turns + Math.ceil(pace.rate * GENTLE_SECONDS);
    return { ...pace, ...latest, remaining: seen.remaining, held: pace.rate * (1 - FAIR_SHARE), heldUntil };
  }
  const begins = isNewWindow(pace, seen.remaining, postedAt);
  const before = begins ? pace.rate : pace.remaining;
  // If requests overtook each other, those before this one are counted although Resend has not received them yet.
  const remaining = Math.min(seen.remaining, before - ours);
  const bounds = begins ? windowBounds(pace, postedAt) : sameWindow(pace, postedAt);
  // A window that may have begun only a moment ago shows nothing of others who come later in it.
  const isFresh = postedAt >= bounds.windowFrom + WINDOW_MS;
  const since = !begins ? pace.seenPostedAt : isFresh ? postedAt : bounds.windowAt;
  const others = othersAfter(pace, before - remaining - ours, Math.max(0, postedAt - since));
  return { ...pace, ...latest, ...bounds, remaining, others };
}

/** A limit that has changed applies from the request whose answer said so. */
function withRate(pace: Pace, { limit, postedAt }: Observation): Pace {
  if (limit === null || limit <= 0 || limit === pace.rate) return pace;
  const changed = { ...pace, rate: limit };
  const next = Math.round(postedAt + spacing(changed));
  return {
    ...changed,
    nextAt: limit > pace.rate ? Math.min(pace.nextAt, next) : Math.max(pace.nextAt, next),
  };
}

function spacing(pace: Pace): number {
  const ms = WINDOW_MS / Math.max(pace.rate - othersOf(pace), pace.rate * FAIR_SHARE);
  // With much less than one request a window we keep to whole windows, and so to the windows that others leave free.
  return ms >= SPARSE * WINDOW_MS ? Math.round(ms / WINDOW_MS) * WINDOW_MS : ms * MARGIN;
}

/** Whether we know precisely enough when windows begin to count turns by them. */
function isPrecise({ windowAt, windowFrom }: Pace): boolean {
  return windowAt - windowFrom < JITTER_MS / 2;
}

/**
 * How long after the latest time at which a window may begin we rely on it. While that time is a guess and the window
 * before may have room left, we rely on it a little earlier: the answer makes the guess better. A sender that always
 * waited until then would never learn when windows begin.
 */
function edge(pace: Pace): number {
  const mayHaveRoom = pace.remaining > pace.turns - pace.seenTurn;
  return !isPrecise(pace) && mayHaveRoom ? -JITTER_MS / 4 : JITTER_MS;
}

function othersOf({ others, held, heldUntil, turns }: Pace): number {
  return turns < heldUntil ? Math.max(others, held) : others;
}

/**
 * How many requests the window at `now` still accepts, minus our unanswered ones and what others have sent since. Null if
 * that is unknown: no window is known, or we are alone and the window may or may not be over.
 */
function roomAt(pace: Pace, now: number): number | null {
  const { windowAt, windowFrom, turns, seenTurn } = pace;
  const others = othersOf(pace);
  if (windowAt === 0 || Math.abs(now - pace.seenPostedAt) > 2 * WINDOW_MS) return null;
  const end = windowAt + WINDOW_MS + edge(pace);
  if (now >= windowFrom + WINDOW_MS && now < end && others < ALONE) return null;
  const [room, since] = now < end ? [pace.remaining, pace.seenPostedAt] : [pace.rate, end];
  return room - (turns - seenTurn) - Math.round((others * (now - since)) / WINDOW_MS);
}

/** The rate of others who took `taken` requests in `ms`; what they did before fades. */
function othersAfter({ rate, others }: Pace, taken: number, ms: number): number {
  const faded = others * Math.max(0, 1 - ms / MEMORY_MS);
  return Math.min(rate * (1 - FAIR_SHARE), faded + (Math.max(0, taken) * WINDOW_MS) / MEMORY_MS);
}

/**
 * Whether a new window has begun: more is left than the window before could have, or the window's time is over. A
 * request that left soon after another may have overtaken it, so one more left than expected proves nothing.
 */
function isNewWindow(pace: Pace, left: number, postedAt: number): boolean {
  const { turns, seenTurn, seenPostedAt, remaining, windowAt } = pace;
  const ownOvertaken = postedAt - seenPostedAt < JITTER_MS ? turns - seenTurn : -1;
  return left > remaining + ownOvertaken || (windowAt > 0 && postedAt >= windowAt + WINDOW_MS + JITTER_MS);
}

/**
 * A window began after the request before this one left, and before this one arrived. Known bounds are kept if they
 * agree with that: turns drift against the windows, so the known bounds come from times when both bounds lay closer
 * together. If the known bounds fit two windows, one of the two is wrong, and a sender that believed it would keep to
 * it for the whole send.
 */
function windowBounds(pace: Pace, postedAt: number): Pick<Pace, "windowAt" | "windowFrom"> {
  const seen = { windowFrom: Math.max(pace.seenPostedAt, postedAt - WINDOW_MS), windowAt: postedAt };
  if (pace.windowAt === 0) return seen;
  const shift = windowAfter(pace.windowAt, postedAt) - WINDOW_MS - pace.windowAt;
  const known = { windowFrom: pace.windowFrom + shift, windowAt: pace.windowAt + shift };
  const [fits, other] = [-WINDOW_MS, 0, WINDOW_MS]
    .map((by) => ({
      windowFrom: Math.max(seen.windowFrom, known.windowFrom + by),
      windowAt: Math.min(seen.windowAt, known.windowAt + by),
    }))
    .filter(({ windowFrom, windowAt }) => windowFrom < windowAt);
  return other === undefined ? (fits ?? seen) : known;
}

function sameWindow(pace: Pace, postedAt: number): Pick<Pace, "windowAt" | "windowFrom"> {
  const { windowAt } = pace;
  return { windowAt, windowFrom: Math.min(windowAt, Math.max(pace.windowFrom, postedAt - WINDOW_MS)) };
}

/**
 * A request that was refused when a window might just have begun came too early: the window began after it. A request
 * that was refused soon after a window should have begun shows that it had not, and we learn again when windows begin.
 * A refusal later in a window tells only of others.
 */
function windowFromAfterRefusal({ windowAt, windowFrom }: Pace, postedAt: number): number {
  const shift = windowAfter(windowAt, postedAt) - windowAt;
  if (windowFrom + shift <= postedAt) return postedAt - shift;
  return postedAt - (windowAt + shift - WINDOW_MS) < WINDOW_MS / 4 ? windowAt - WINDOW_MS : windowFrom;
}

/** The first end of a window after `at`, if windows follow one another from `windowAt`. */
function windowAfter(windowAt: number, at: number): number {
  return windowAt + (Math.floor((at - windowAt) / WINDOW_MS) + 1) * WINDOW_MS;
}
