import { Temporal } from "temporal-polyfill";
import { resolveWallClock } from "./wall-clock.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** Slots looked at before giving up: two years of weeks. */
const WEEKS = 104;

/**
 * The next free time of a slot such as "Tue 09:00" in a zone: after `after`, and not among `taken` (instants, ms UTC).
 * A week in which the clocks skip or repeat that time is passed over, because it would be unclear which was meant. Null where
 * two years are taken.
 */
export function nextSlot(
  slot: string,
  zone: string,
  after: number,
  taken: readonly number[],
): { readonly local: string; readonly at: number } | null {
  const [day = "Mon", time = "09:00"] = slot.split(" ");
  const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(zone).toPlainDate();
  const ahead = (DAYS.indexOf(day) + 1 - today.dayOfWeek + 7) % 7;
  for (let week = 0; week < WEEKS; week++) {
    const local = `${today.add({ days: ahead + 7 * week }).toString()}T${time}`;
    const resolved = resolveWallClock({ local, zone });
    if (resolved.kind === "instant" && resolved.at > after && !taken.includes(resolved.at))
      return { local, at: resolved.at };
  }
  return null;
}
