import { DAY_MS, HOUR_MS } from "./durations.ts";
import type { RampStep } from "./ramp.ts";

/** Recipients in one call: Resend's limit. */
export const BATCH_SIZE = 100;

/** Recipients of a send who share a wave and an instant, and therefore batches; `base` batches come before theirs. */
export interface Group {
  readonly wave: number;
  /** When they should get it, ms UTC. */
  readonly deliverAt: number;
  readonly count: number;
  readonly base: number;
}

/** How fast a send may go besides what Resend allows. */
export interface SendPace {
  /** Messages an hour at most; null for no such limit. */
  readonly perHour: number | null;
  /** Messages a day, day by day, the last step for all days that follow; null for everybody on the first day. */
  readonly ramp: readonly RampStep[] | null;
}

export const AT_ONCE: SendPace = { perHour: null, ramp: null };

/** Batches `n`, `n + 1` … of one wave: the first not before `at`, each further one `gap` ms later. */
export interface Run {
  readonly wave: number;
  readonly n: number;
  readonly batches: number;
  readonly at: number;
  readonly gap: number;
  /** Recipients in all of them. */
  readonly messages: number;
}

/**
 * When each batch of a send may leave. A day of a ramp begins 24 hours after the one before, so that a reader
 * of the third day gets it at the same time of day, in their own zone where the send is `local`. The first wave
 * comes first; the others follow `pauseMs` after its last batch. Groups are in the order of their batches.
 */
export function spreadBatches(groups: readonly Group[], pace: SendPace, pauseMs = 0): Run[] {
  const runs: Run[] = [];
  let free = -Infinity;
  let opens = -Infinity;
  for (const [wave, pieces] of Map.groupBy(cutDays(groups, pace.ramp), (piece) => piece.wave)) {
    let end = opens;
    for (const piece of pieces.toSorted((a, b) => a.at - b.at || a.n - b.n)) {
      const perHour = Math.min(pace.perHour ?? Infinity, piece.perHour ?? Infinity);
      const at = Math.max(piece.at, opens, perHour === Infinity ? -Infinity : free);
      const gap = perHour === Infinity ? 0 : Math.ceil((BATCH_SIZE / perHour) * HOUR_MS);
      const { n, batches, messages } = piece;
      runs.push({ wave, n, batches, at, gap, messages });
      if (perHour !== Infinity) free = at + Math.ceil((messages / perHour) * HOUR_MS);
      end = Math.max(end, at + (batches - 1) * gap);
    }
    opens = end + pauseMs;
  }
  return runs;
}

/** When the last batch may leave. */
export function endOf(runs: readonly Run[]): number {
  return Math.max(...runs.map(({ at, batches, gap }) => at + (batches - 1) * gap));
}

/** Batches of one group that belong to one day. */
type Piece = Omit<Run, "gap"> & { readonly perHour: number | null };

function cutDays(groups: readonly Group[], ramp: readonly RampStep[] | null): Piece[] {
  const filled = groups.filter(({ count }) => count > 0);
  if (ramp === null)
    return filled.map((group) => ({ ...pieceOf(group, 0, batchesOf(group)), perHour: null }));
  const days = createDays(ramp);
  const waves = Map.groupBy(filled, ({ wave }) => wave);
  return [...waves.values()].flatMap((wave) => {
    const share = days.shareOf(sum(wave.map(({ count }) => count)));
    let seen = 0;
    return wave.flatMap((group) => {
      seen += group.count;
      const chosen = share.place(group, seen);
      return [...Map.groupBy(chosen.entries(), ([, day]) => day)].map(([day, batches]) => {
        const piece = pieceOf(group, batches[0]?.[0] ?? 0, batches.length);
        return { ...piece, at: group.deliverAt + day * DAY_MS, perHour: days.step(day).perHour };
      });
    });
  });
}

/**
 * Room on the days of a ramp. Where a wave has several groups, each gets its part of every day: filled one after the
 * other, a ramp would make readers in the west always the last.
 */
function createDays(ramp: readonly RampStep[]) {
  const used: number[] = [];
  const step = (day: number): RampStep => ramp[Math.min(day, ramp.length - 1)] as RampStep;
  const room = (day: number) => step(day).perDay - (used[day] ?? 0);
  const shareOf = (messages: number) => {
    const quota: number[] = [];
    const placed: number[] = [];
    for (let day = 0, left = messages; left > 0; day++) {
      quota[day] = Math.min(left, Math.max(0, room(day)));
      left -= quota[day] ?? 0;
    }
    const owed = (day: number, seen: number) => (seen / messages) * (quota[day] ?? 0) - (placed[day] ?? 0);
    const pick = (size: number, seen: number, from: number): number => {
      let best = -1;
      for (let day = from; day < quota.length; day++) {
        if (room(day) < size) continue;
        if (owed(day, seen) >= size / 2) return day;
        if (best === -1 || owed(day, seen) > owed(best, seen)) best = day;
      }
      for (let day = Math.max(from, quota.length); best === -1; day++) if (room(day) >= size) best = day;
      return best;
    };
    /**
     * Returns the day of each batch of a group, in order; `seen` is the number of the wave's recipients in this group
     * and those before it.
     */
    const place = ({ count, base }: Group, seen: number): number[] => {
      const chosen: number[] = [];
      for (let left = count; left > 0; left -= BATCH_SIZE) {
        const size = Math.min(left, BATCH_SIZE);
        // The last batch is the small one: on an earlier day than another batch, it would change places with a full one.
        const from = size < BATCH_SIZE ? Math.max(0, ...chosen) : 0;
        // Batch 1 goes alone, before all others: if it left on a later day, everybody would wait for it.
        const day = base === 0 && chosen.length === 0 ? 0 : pick(size, seen, from);
        used[day] = (used[day] ?? 0) + size;
        placed[day] = (placed[day] ?? 0) + size;
        chosen.push(day);
      }
      return chosen.toSorted((a, b) => a - b);
    };
    return { place };
  };
  return { step, shareOf };
}

function pieceOf({ wave, deliverAt, count, base }: Group, first: number, batches: number) {
  const messages = Math.min(count, (first + batches) * BATCH_SIZE) - first * BATCH_SIZE;
  return { wave, n: base + first + 1, batches, at: deliverAt, messages };
}

function batchesOf({ count }: Group): number {
  return Math.ceil(count / BATCH_SIZE);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
