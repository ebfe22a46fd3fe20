/** Date, optional time with fraction, optional offset: `2023-03-24 10:23:10 UTC`, `2026-07-29 14:59:23.402266+00`, ISO 8601. */
const INSTANT =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?\s*(Z|UTC|GMT|([+-])(\d{2}):?(\d{2})?(?: UTC)?)?$/i;

/** The instant (ms UTC) of a time as other systems export it; a time without an offset is UTC. Null for anything else. */
export function instantOf(text: string): number | null {
  const match = INSTANT.exec(text.trim());
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
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.slice(0, 3).padEnd(3, "0")),
  );
  // Date.UTC carries 31 April over into May; a day that does not exist is not a date.
  if (!Number.isFinite(at) || new Date(at).getUTCDate() !== Number(day)) return null;
  const offset = sign === undefined ? 0 : (Number(offHours) * 60 + Number(offMinutes ?? 0)) * 60_000;
  return sign === "-" ? at + offset : at - offset;
}
