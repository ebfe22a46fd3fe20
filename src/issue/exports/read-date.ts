/**
 * An instant as exports write it, in ms UTC: ISO 8601, `2023-01-18 21:25:27`, with or without an offset (UTC without one), or seconds
 * or milliseconds since 1970. Null for everything else.
 */
export function readInstant(written: unknown): number | null {
  if (typeof written === "number")
    return Number.isFinite(written) ? (written < 1e11 ? written * 1000 : written) : null;
  if (typeof written !== "string" || written.trim() === "") return null;
  if (/^\d{9,13}$/.test(written.trim())) return readInstant(Number(written));
  const [, day, time = "00:00", offset = "Z"] =
    /^\s*(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|UTC|[+-]\d\d:?\d\d)?(?:\s*UTC)?\s*$/i.exec(
      written,
    ) ?? [];
  if (day === undefined) return null;
  const zone = /^(?:Z|UTC)$/i.test(offset) ? "Z" : offset.replace(/^(...)(\d\d)$/, "$1:$2");
  const at = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(at) ? null : at;
}
