import { Temporal } from "temporal-polyfill";

/** A date as it is written in a text. */
export interface WrittenDate {
  readonly text: string;
  /** Where it begins, in UTF-16 units. */
  readonly index: number;
  /** 1 for Monday; null where the words name none. */
  readonly weekday: number | null;
  readonly day: number;
  readonly month: number;
  readonly year: number | null;
}

const patterns = new Map<string, readonly RegExp[]>();

/**
 * Finds dates in a text: `3 March 2026`, `Tuesday, March 3rd`, `martes 3 de marzo`, `Dienstag, den 3. März`. Dates in numbers count
 * only with a day of the week.
 */
export function writtenDates(text: string, lang: string): readonly WrittenDate[] {
  const names = namesOf(lang);
  const found: WrittenDate[] = [];
  for (const pattern of patternsOf(lang)) {
    for (const match of text.matchAll(pattern)) {
      const { weekday, day = "", month = "", year } = match.groups ?? {};
      found.push({
        text: match[0],
        index: match.index,
        weekday: weekday === undefined ? null : (names.weekdays.get(weekday.toLowerCase()) ?? null),
        day: Number(day),
        month: /^\d/.test(month) ? Number(month) : (names.months.get(month.toLowerCase()) ?? 0),
        year: year === undefined ? null : Number(year),
      });
    }
  }
  return found;
}

/** The date; null if it does not exist, such as 31 April. */
export function plainDate(year: number, { month, day }: WrittenDate): Temporal.PlainDate | null {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" });
  } catch {
    return null;
  }
}

interface Names {
  readonly weekdays: ReadonlyMap<string, number>;
  readonly months: ReadonlyMap<string, number>;
}

const known = new Map<string, Names>();

/** Names of days and months as they are written within a date, which in many languages is a form of its own. */
function namesOf(lang: string): Names {
  const before = known.get(lang);
  if (before !== undefined) return before;
  const weekdays = new Map<string, number>();
  const months = new Map<string, number>();
  const name = (date: Temporal.PlainDate, options: Intl.DateTimeFormatOptions, type: string) =>
    new Intl.DateTimeFormat(lang, {
      ...options,
      timeZone: "UTC",
      numberingSystem: "latn",
      calendar: "gregory",
    })
      .formatToParts(date.toZonedDateTime("UTC").epochMilliseconds)
      .find((part) => part.type === type)
      ?.value.toLowerCase();
  const isEnglish = new Intl.Locale(lang).language === "en";
  for (let day = 1; day <= 7; day += 1) {
    const date = new Temporal.PlainDate(2024, 1, day);
    const long = name(date, { weekday: "long" }, "weekday");
    if (long === undefined) continue;
    weekdays.set(long, day);
    weekdays.set(long.replace(/-feira$/, ""), day);
    if (isEnglish) weekdays.set(long.slice(0, 3), day);
  }
  for (let month = 1; month <= 12; month += 1) {
    const date = new Temporal.PlainDate(2024, month, 1);
    const long = name(date, { day: "numeric", month: "long" }, "month");
    if (long !== undefined && /\p{L}/u.test(long)) months.set(long, month);
    if (isEnglish && long !== undefined) months.set(long.slice(0, 3), month);
  }
  const names = { weekdays, months };
  known.set(lang, names);
  return names;
}

function patternsOf(lang: string): readonly RegExp[] {
  const before = patterns.get(lang);
  if (before !== undefined) return before;
  const { weekdays, months } = namesOf(lang);
  const any = (names: ReadonlyMap<string, number>) =>
    [...names.keys()]
      .toSorted((a, b) => b.length - a.length)
      .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
      .join("|");
  const edge = String.raw`(?<![\p{L}\p{N}])`;
  const weekday = `(?:(?<weekday>${any(weekdays)})[.,،]?\\s+(?:(?:the|der|den|dem|le|el|dia|o)\\s+)?)?`;
  const day = String.raw`(?<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?`;
  const numeric = [
    // With points the day comes first, in an ISO date last; with slashes only a number above 12 tells.
    `(?<day>\\d{1,2})\\.\\s?(?<month>\\d{1,2})\\.\\s?(?<year>20\\d\\d)(?!\\d)`,
    `(?<year>20\\d\\d)-(?<month>\\d\\d)-(?<day>\\d\\d)(?!\\d)`,
    `(?<month>0?[1-9]|1[0-2])/(?<day>1[3-9]|2\\d|3[01])/(?<year>20\\d\\d)(?!\\d)`,
    `(?<day>1[3-9]|2\\d|3[01])/(?<month>0?[1-9]|1[0-2])/(?<year>20\\d\\d)(?!\\d)`,
  ];
  const month = `(?<month>${any(months)})(?![\\p{L}])\\.?`;
  const year = String.raw`(?:,?\s+(?:del?\s+)?(?<year>(?:1[0-9]|20)\d\d)(?!\d))?`;
  const made = [
    new RegExp(`${edge}${weekday}${day}(?:\\s+(?:of|de))?\\s+${month}${year}`, "giu"),
    ...(new Intl.Locale(lang).language === "en"
      ? [new RegExp(`${edge}${weekday}${month}\\s+${day}(?!\\d|:\\d|\\p{L})${year}`, "giu")]
      : []),
  ];
  // Numbers alone may be a version or a section; with a day of the week they are a date.
  const stated = weekday.replace(/\)\?$/, ")");
  made.push(...numeric.map((one) => new RegExp(`${edge}${stated}${one}`, "giu")));
  const usable = months.size === 0 || weekdays.size === 0 ? [] : made;
  patterns.set(lang, usable);
  return usable;
}
