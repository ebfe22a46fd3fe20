import type { MergeFilter } from "#src/model/merge-tag.ts";
import { dateInWords } from "#src/model/wall-clock.ts";
import { formatLanguage } from "#src/model/words/counted.ts";

type Value = string | number | boolean | null | undefined;

/** The filters of a merge tag over a reader's value, in order, as Liquid defines them. Missing values become "". */
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

/** `YYYY-MM-DD` in a format: `long`, `medium`, or strftime's letters. A value that is no date stays as it is. */
function dated(value: string, format: string, lang: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:T|$)/.exec(value);
  if (match === null || Number.isNaN(Date.parse(value.slice(0, 10)))) return value;
  const date = value.slice(0, 10);
  if (format === "long" || format === "medium") return dateInWords(date, lang, format);
  const [, year = "", month = "", day = ""] = match;
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const word = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(formatLanguage(lang), { ...options, timeZone: "UTC" }).format(at);
  const letters: Readonly<Record<string, () => string>> = {
    Y: () => year,
    y: () => year.slice(2),
    m: () => month,
    "-m": () => String(Number(month)),
    d: () => day,
    "-d": () => String(Number(day)),
    e: () => String(Number(day)).padStart(2),
    F: () => date,
    B: () => word({ month: "long" }),
    b: () => word({ month: "short" }),
    A: () => word({ weekday: "long" }),
    a: () => word({ weekday: "short" }),
    "%": () => "%",
  };
  return format.replace(/%(-?[A-Za-z%])/g, (all, letter: string) => letters[letter]?.() ?? all);
}
