import { Temporal } from "temporal-polyfill";
import { HOUR_MS } from "./durations.ts";
import { formatLanguage } from "./words/counted.ts";

/** An intended time as a person writes it, and the zone it is meant in; resolved to an instant only when needed. */
export interface WallClock {
  /** `YYYY-MM-DDTHH:mm`, without a zone. */
  readonly local: string;
  /** IANA name, for example America/Lima. */
  readonly zone: string;
}

type Resolved =
  | { readonly kind: "instant"; readonly at: number }
  /** The clocks jump over this time: it never happens in that zone. */
  | { readonly kind: "gap"; readonly before: string; readonly after: string }
  /** The clocks are set back over this time: it happens twice. */
  | { readonly kind: "ambiguous"; readonly earlier: string; readonly later: string };

/** The instant (ms UTC) of a wall clock in its zone, or why there is not exactly one. */
export function resolveWallClock({ local, zone }: WallClock): Resolved {
  const plain = Temporal.PlainDateTime.from(local);
  const earlier = plain.toZonedDateTime(zone, { disambiguation: "earlier" });
  const later = plain.toZonedDateTime(zone, { disambiguation: "later" });
  if (earlier.epochMilliseconds === later.epochMilliseconds) {
    return { kind: "instant", at: earlier.epochMilliseconds };
  }
  const format = (time: Temporal.ZonedDateTime) =>
    time.toString({ timeZoneName: "never", smallestUnit: "minute" });
  return earlier.toPlainDateTime().equals(plain)
    ? { kind: "ambiguous", earlier: format(earlier), later: format(later) }
    : { kind: "gap", before: format(earlier), after: format(later) };
}

/** The time from the first zone that reaches a wall clock, UTC+14, to the last one, UTC-12. */
export const ROUND_THE_WORLD_MS = 26 * HOUR_MS;

/**
 * The instant (ms UTC) that a wall clock means for readers of a zone, for use where nobody can be asked: a time that
 * the clocks skip moves forward with them, and of a time that they repeat the first one counts.
 */
export function nearestInstant({ local, zone }: WallClock): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone, { disambiguation: "compatible" })
    .epochMilliseconds;
}

/** The calendar date (`YYYY-MM-DD`) and time (`HH:mm`) of an instant in a zone. */
export function wallClockAt(at: number, zone: string): { date: string; time: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: "minute" }),
  };
}

/**
 * Kept by language and style: a site of hundreds of pages asks for thousands of dates, and each format takes a tenth of a millisecond to
 * make.
 */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A calendar date in words of `lang`, without ever passing through a time zone: "1 December 2026". */
export function dateInWords(date: string, lang: string, style: "long" | "medium" = "long"): string {
  const [year, month, day] = date.split("-").map(Number);
  const name = `${lang} ${style}`;
  const format =
    formats.get(name) ?? new Intl.DateTimeFormat(formatLanguage(lang), { dateStyle: style, timeZone: "UTC" });
  formats.set(name, format);
  return format.format(Date.UTC(year ?? 0, (month ?? 1) - 1, day));
}

/** An instant for people: "Tue 1 Dec 2026, 09:00 (America/Lima)". */
export function instantInWords(at: number, zone: string, lang = "en-GB"): string {
  const words = new Intl.DateTimeFormat(lang, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).format(at);
  return `${words} (${zone})`;
}

/** True for a name `Intl` knows as a time zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return !/^[+-]/.test(zone);
  } catch {
    return false;
  }
}

/**
 * Whether a send to readers of these zones (null: no zone given) can begin with a first wave. A send to mornings that
 * are hours apart cannot: everybody else would wait until morning has come for the last reader of the wave, a day
 * later. The send's first zones serve as its first wave.
 */
export function takesWave(local: WallClock | null, zones: Iterable<string | null>): boolean {
  if (local === null) return true;
  const mornings = Array.from(zones, (zone) => nearestInstant({ ...local, zone: zone ?? local.zone }));
  return new Set(mornings).size <= 1;
}

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/** Slots looked at before giving up: two years of weeks. */
const WEEKS = 104;

/**
 * The next free time of a slot such as "Tue 09:00" in a zone: after `after`, and not among `taken` (instants, ms UTC). A week
 * in which the clocks skip or repeat that time is passed over, because it would be unclear which instant was meant. Null if
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
