import type { MergeFilter } from "#src/model/merge-tag.ts";
import { dateInWords } from "#src/model/wall-clock.ts";
import { formatLanguage } from "#src/model/words/counted.ts";

type Value = string | number | boolean | null | undefined;

/** Applies the filters of a merge tag to a reader's value, in order, as Liquid defines them. Missing values become "". */
export function applyFilters(value: Value, filters: readonly MergeFilter[]): string {
  let result: Value = value;
  for (const { name, args } of filters) result = applyFilter(result, name, args);
  return textOf(result);
}

function applyFilter(value: Value, name: MergeFilter["name"], args: MergeFilter["args"]): Value {
  switch (name) {
    case "default":
      // Liquid: a missing value, an empty one and false are replaced; so is one of blanks only.
      return value === false || textOf(value).trim() === "" ? textOf(args[0]) : value;
    case "capitalize": {
      const [first = "", ...rest] = Array.from(textOf(value));
      return first.toUpperCase() + rest.join("").toLowerCase();
    }
    case "upcase":
      return textOf(value).toUpperCase();
    case "downcase":
      return textOf(value).toLowerCase();
    case "truncate":
      return truncated(textOf(value), Number(args[0] ?? 50), textOf(args[1] ?? "..."));
    case "date":
      return dated(textOf(value), textOf(args[0] ?? "long"), textOf(args[1] ?? "en"));
  }
}

function textOf(value: Value): string {
  return value === null || value === undefined ? "" : String(value);
}

/** At most `length` characters, the ending included. */
function truncated(text: string, length: number, ending: string): string {
  const characters = Array.from(text);
  if (characters.length <= length) return text;
  return characters.slice(0, Math.max(0, length - Array.from(ending).length)).join("") + ending;
}

/** Writes `YYYY-MM-DD` in a format: `long`, `medium`, or strftime's letters. A value that is not a date stays as it is. */
function dated(value: string, format: string, lang: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T|$)/.exec(value);
  if (match === null || Number.isNaN(Date.parse(value.slice(0, 10)))) return value;
  const date = value.slice(0, 10);
  if (format === "long" || format === "medium") return dateInWords(date, lang, format);
  const at = Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8)));
  const word = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(formatLanguage(lang), { ...options, timeZone: "UTC" }).format(at);
  return format.replace(/%(-?[A-Za-z%])/g, (all, letter: string) => LETTERS[letter]?.(date, word) ?? all);
}

type Letter = (date: string, word: (options: Intl.DateTimeFormatOptions) => string) => string;

/**
 * The letters of strftime that a date's format may hold; others stay as they are. docs/reference/merge-tags.md is made from this table.
 */
const LETTERS: Readonly<Record<string, Letter>> = {
  /** The year. */
  Y: (date) => date.slice(0, 4),
  /** The last two digits of the year. */
  y: (date) => date.slice(2, 4),
  /** The month's number, in two digits. */
  m: (date) => date.slice(5, 7),
  /** The month's number, without a zero before it. */
  "-m": (date) => String(Number(date.slice(5, 7))),
  /** The day of the month, in two digits. */
  d: (date) => date.slice(8),
  /** The day of the month, without a zero before it. */
  "-d": (date) => String(Number(date.slice(8))),
  /** The day of the month, with a space before a single digit. */
  e: (date) => String(Number(date.slice(8))).padStart(2),
  /** The date as `YYYY-MM-DD`. */
  F: (date) => date,
  /** The name of the month. */
  B: (_, word) => word({ month: "long" }),
  /** The short name of the month. */
  b: (_, word) => word({ month: "short" }),
  /** The name of the weekday. */
  A: (_, word) => word({ weekday: "long" }),
  /** The short name of the weekday. */
  a: (_, word) => word({ weekday: "short" }),
  /** A percent sign. */
  "%": () => "%",
};
