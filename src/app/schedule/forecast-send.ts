import { BATCH_SIZE, type Run, type SendPace, endOf, spreadBatches } from "#src/model/spread-batches.ts";
import { type WallClock, nearestInstant } from "#src/model/wall-clock.ts";

interface ForecastRequest {
  /** Recipients by their time zone, null for those who named none. */
  readonly zones: ReadonlyMap<string | null, number>;
  /** ms UTC. */
  readonly startAt: number;
  readonly local: WallClock | null;
  /** The part of the readers that is mailed first and the pause after it; null for all at once. */
  readonly wave: { readonly share: number; readonly minutes: number } | null;
  readonly pace: SendPace;
  /** Requests a second, each a batch. */
  readonly rate: number;
}

/** How a send would go if nothing delayed it. */
interface Forecast {
  readonly runs: readonly Run[];
  /** When the last reader's batch leaves, ms UTC. */
  readonly lastAt: number;
}

/** Spreads batches as the plan does, and adds the wave's pause and the time that Resend's limit takes. Null without batches. */
export function forecastSend({ zones, startAt, local, wave, pace, rate }: ForecastRequest): Forecast | null {
  const readers = new Map<number, number>();
  for (const [zone, count] of zones) {
    const at = local === null ? startAt : nearestInstant({ local: local.local, zone: zone ?? local.zone });
    readers.set(Math.max(at, startAt), (readers.get(Math.max(at, startAt)) ?? 0) + count);
  }
  const instants = [...readers].toSorted(([a], [b]) => a - b);
  const shares = wave === null ? [1] : [wave.share, 1 - wave.share];
  let base = 0;
  const groups = shares.flatMap((share, index) =>
    instants.map(([deliverAt, readersThen]) => {
      const count = index === 0 ? Math.ceil(readersThen * share) : Math.floor(readersThen * share);
      const group = { wave: index, deliverAt, count, base };
      base += Math.ceil(count / BATCH_SIZE);
      return group;
    }),
  );
  const runs = spreadBatches(groups, pace, (wave?.minutes ?? 0) * 60_000);
  if (runs.length === 0) return null;
  // Batches without a gap leave one after the other, at `rate`; batches with a gap leave at their own times.
  const last = Math.max(...runs.filter(({ gap }) => gap === 0).map(({ batches }) => batches), 0);
  return { runs, lastAt: endOf(runs) + Math.ceil((last / rate) * 1000) };
}
