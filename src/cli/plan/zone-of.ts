import { machineZone } from "#src/app/sends/machine-zone.ts";
import type { Io } from "#src/cli/io.ts";

/** The zone in which a terminal's person reads times. */
export function zoneOf({ zone }: Pick<Io, "zone">): string {
  return machineZone(zone);
}
