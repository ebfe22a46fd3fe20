import type { CalendarEntry } from "#src/app/schedule/read-calendar.ts";
import { wallClockAt } from "#src/model/wall-clock.ts";

/** The day of the newsletter's calendar on which an entry stands, `YYYY-MM-DD`, and its time, `HH:mm`; null where nobody has set one. */
export function dayOf(
  { at, date, local }: Pick<CalendarEntry, "at" | "date" | "local">,
  zone: string,
): { readonly day: string | null; readonly time: string | null } {
  if (local !== null) return { day: local.slice(0, 10), time: local.slice(11, 16) };
  if (at === null) return { day: date, time: null };
  const clock = wallClockAt(at, zone);
  return { day: clock.date, time: clock.time.slice(0, 5) };
}
