import { type WallClock, nearestInstant } from "./wall-clock.ts";

/** The instants (ms UTC) at which readers of these zones (null: they named none) see that wall clock on their own. */
export function morningsOf(local: WallClock, zones: Iterable<string | null>): ReadonlySet<number> {
  return new Set(
    Iterator.from(zones).map((zone) => nearestInstant({ local: local.local, zone: zone ?? local.zone })),
  );
}

/**
 * Whether a send can begin with a first wave. One to mornings that are hours apart cannot: everybody else would wait until it
 * is nine for the last of the wave, a day later. Its first zones are its first wave.
 */
export function takesWave(local: WallClock | null, zones: Iterable<string | null>): boolean {
  return local === null || morningsOf(local, zones).size <= 1;
}
