/** Date, optional time with fraction, optional offset: `2023-03-24 10:23:10 UTC`, `2026-07-29 14:59:23.402266+00`, ISO 8601. */
const INSTANT =
  /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:(?:[T ]|, ?)(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|GMT|([+-])(\d{2}):?(\d{2})?(?: UTC)?)?$/i;
/** `31.12.2025`, `12/31/2025 14:05`: which of the two is the month is known only if one of the two numbers is above 12. */
const TWO_WAYS =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:,?\s+(\d{1,2}:\d{2}(?::\d{2})?)(?:\s*([ap])\.?m\.?)?)?$/i;
/** `Dec 31, 2025` and `31 December 2025`. */
const NAMED =
  /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(?:([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})|(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}))(?:,? (?:at )?(\d{1,2}:\d{2}(?::\d{2})?)(?:\s*([ap])\.?m\.?)?)?$/i;
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
/** Seconds or milliseconds since 1970, from 2001 to 2099. A spreadsheet's count of days is too short to be told from a plain number. */
const EPOCH = /^(\d{10})(\d{3})?$/;

/** The instant (ms UTC) of a time as other systems export it; a time without an offset is UTC. Null for anything else. */
export function instantOf(text: string): number | null {
  const read = readInstant(text);
  return typeof read === "number" ? read : null;
}

/** Like `instantOf`, but returns `two ways` for a date whose day and month cannot be told apart, such as `03/04/2026`. */
export function readInstant(text: string): number | "two ways" | null {
  const value = text.trim();
  if (value === "") return null;
  return isoInstant(value) ?? twoWays(value) ?? namedInstant(value) ?? epochInstant(value);
}

function isoInstant(value: string): number | null {
  const match = INSTANT.exec(value);
  if (match === null) return null;
  const [
    ,
    year,
    month,
    day,
    hour = "0",
    minute = "0",
    second = "0",
    fraction = "",
    ,
    sign,
    offHours,
    offMinutes,
  ] = match;
  const at = utc([year, month, day], [hour, minute, second], fraction);
  if (at === null) return null;
  const offset = sign === undefined ? 0 : (Number(offHours) * 60 + Number(offMinutes ?? 0)) * 60_000;
  return sign === "-" ? at + offset : at - offset;
}

function twoWays(value: string): number | "two ways" | null {
  const match = TWO_WAYS.exec(value);
  if (match === null) return null;
  const [, one = "", , other = "", year, time, half] = match;
  const dayFirst = utc([year, other, one], clock(time, half));
  const monthFirst = utc([year, one, other], clock(time, half));
  if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst) return "two ways";
  return dayFirst ?? monthFirst;
}

function namedInstant(value: string): number | null {
  const match = NAMED.exec(value);
  if (match === null) return null;
  const name = (match[1] ?? match[5] ?? "").slice(0, 3).toLowerCase();
  const month = MONTHS.indexOf(name) + 1;
  if (month === 0) return null;
  return utc([match[3] ?? match[6], String(month), match[2] ?? match[4]], clock(match[7], match[8]));
}

function epochInstant(value: string): number | null {
  const match = EPOCH.exec(value);
  if (match === null) return null;
  const at = Number(match[1]) * 1000 + Number(match[2] ?? 0);
  return at < Date.UTC(2100, 0) ? at : null;
}

/** Hours, minutes and seconds of `2:05 pm`. */
function clock(time = "0:0:0", half: string | undefined): string[] {
  const [hour = "0", minute = "0", second = "0"] = time.split(":");
  if (half === undefined) return [hour, minute, second];
  return [String((Number(hour) % 12) + (half.toLowerCase() === "p" ? 12 : 0)), minute, second];
}

/** Null for a day that does not exist: Date.UTC carries 31 April over into May. */
function utc(
  [year, month, day]: readonly (string | undefined)[],
  [hour, minute, second]: readonly string[],
  fraction = "",
): number | null {
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 3).padEnd(3, "0")),
  );
  if (!Number.isFinite(at) || Number(month) > 12 || Number(hour) > 24 || Number(minute) > 59) return null;
  const date = new Date(at);
  const sameDay = date.getUTCDate() === Number(day) || Number(hour) === 24;
  return sameDay ? at : null;
}
