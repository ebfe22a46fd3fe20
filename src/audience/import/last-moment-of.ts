import { DAY_MS, HOUR_MS } from "#src/model/durations.ts";

/**
 * Returns the last moment (ms UTC) that a time in a file may mean: a day lasts until midnight, and nobody knows the
 * zone of a time that is written without one. A reader who confirmed in the morning and left in the evening of the same
 * day has left. Null if there is no time.
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
