import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";

/**
 * The last moment (ms UTC) that a time of a file may mean: a day lasts until midnight, and in which zone a time without one is
 * meant nobody knows. A reader who confirmed in the morning and left in the evening of one day has left. Null for no time.
 */
export function lastMomentOf({
  text,
  at,
}: {
  readonly text: string;
  readonly at: number | null;
}): number | null {
  if (at === null) return null;
  const isExact = /:\d{2}.*?(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)$/i.test(text) || /^\d{10,}$/.test(text);
  if (isExact) return at;
  return at + (text.includes(":") ? 0 : DAY_MS) + 12 * HOUR_MS;
}
