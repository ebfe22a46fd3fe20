import type { CalendarEntry } from "#src/app/schedule/read-calendar.ts";
import { wallClockAt } from "#src/model/wall-clock.ts";

/** On which day of the newsletter's calendar an entry stands, `YYYY-MM-DD`, and when, `HH:mm`; null where nobody has said so. */
export function dayOf(
  { at, date, local }: Pick<CalendarEntry, "at" | "date" | "local">,
  zone: string,
): { readonly day: string | null; readonly time: string | null } {
  if (local !== null) return { day: local.slice(0, 10), time: local.slice(11, 16) };
  if (at === null) return { day: date, time: null };
  const clock = wallClockAt(at, zone);
  return { day: clock.date, time: clock.time.slice(0, 5) };
}
