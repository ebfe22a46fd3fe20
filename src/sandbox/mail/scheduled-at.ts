import { DAY_MS, HOUR_MS, MINUTE_MS } from "#src/model/durations.ts";

const UNITS: Readonly<Record<string, number>> = {
  second: 1000,
  sec: 1000,
  minute: MINUTE_MS,
  min: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
  week: 7 * DAY_MS,
};

/**
 * Returns the instant of `text` in ms UTC, or null if it cannot be read. Reads ISO 8601, and of Resend's English "in 5
 * min", "in an hour", "tomorrow at 9am" and "today at 14:30" (UTC).
 */
export function readScheduledAt(text: string, now: number): number | null {
  const wanted = text.trim().toLowerCase();
  const wait = /^in (an?|\d{1,5}) ?([a-z]+?)s?$/.exec(wanted);
  if (wait !== null) {
    const unit = UNITS[wait[2] ?? ""];
    const amount = wait[1]?.startsWith("a") === true ? 1 : Number(wait[1]);
    return unit === undefined ? null : now + amount * unit;
  }
  const day = /^(today|tomorrow)(?: at (\d{1,2})(?::(\d\d))? ?(am|pm)?)?$/.exec(wanted);
  if (day !== null) return readDay(day, now);
  if (!/^\d{4}-\d\d-\d\d([t ]|$)/.test(wanted)) return null;
  // Without an offset Resend assumes UTC; Date.parse would use this machine's zone.
  const zoned =
    /(z|[+-]\d\d(:?\d\d)?)$/.test(wanted.slice(10)) || wanted.length === 10 ? wanted : `${wanted}z`;
  const at = Date.parse(
    zoned
      .replace(" ", "T")
      .replace(/([+-]\d\d)$/, "$1:00")
      .toUpperCase(),
  );
  return Number.isNaN(at) ? null : at;
}

function readDay([, word, hourText, minuteText, half]: RegExpExecArray, now: number): number | null {
  const shift = word === "tomorrow" ? DAY_MS : 0;
  if (hourText === undefined) return now + shift;
  const hour = Number(hourText);
  const minute = Number(minuteText ?? 0);
  if (minute > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return null;
  const hourOfDay = half === undefined ? hour : (hour % 12) + (half === "pm" ? 12 : 0);
  return now - (now % DAY_MS) + shift + hourOfDay * HOUR_MS + minute * MINUTE_MS;
}
