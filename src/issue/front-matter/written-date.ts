import { isDate } from "./is-date.ts";

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const TIME = String.raw`(?:(?:[T,]|[ \t,]+(?:at[ \t]+)?)\d{1,2}:?\d{2}.*)?`;
/** `2026-12-01`, `2026/12/1`, `2026.12.1` and `20261201`: the year first leaves no doubt. */
const NUMBERS = new RegExp(String.raw`^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})${TIME}$`);
const DAY_FIRST = new RegExp(
  String.raw`^(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[-\s]+([a-z]{3,})\.?,?[-\s]+(\d{4})${TIME}$`,
  "i",
);
const MONTH_FIRST = new RegExp(
  String.raw`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+)?([a-z]{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${TIME}$`,
  "i",
);

/**
 * The calendar date that other systems write with a time, in words or with other marks, as `YYYY-MM-DD`: the day as it is written,
 * whatever zone stands behind it. Null where the order of day and month is a guess (`01/12/2026`), and for what is no date.
 */
export function writtenDate(value: unknown): string | null {
  const text = String(value).trim();
  const numbers = NUMBERS.exec(text);
  if (numbers !== null) {
    const [, year, mark, month, day] = numbers;
    // Without marks, only eight digits say where the month ends.
    return mark === "" && !/^\d{8}(?!\d)/.test(text) ? null : dateFrom(year, month, day);
  }
  const [, early, named, after] = DAY_FIRST.exec(text) ?? [];
  if (named !== undefined) return dateFrom(after, monthOf(named), early);
  const [, month, day, year] = MONTH_FIRST.exec(text) ?? [];
  return month === undefined ? null : dateFrom(year, monthOf(month), day);
}

function monthOf(name: string): string | undefined {
  const index = MONTHS.indexOf(name.slice(0, 3).toLowerCase());
  return index === -1 ? undefined : String(index + 1);
}

function dateFrom(year = "", month = "", day = ""): string | null {
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDate(date) ? date : null;
}
