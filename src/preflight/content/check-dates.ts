import { Temporal } from "temporal-polyfill";
import escapeStringRegexp from "escape-string-regexp";
import { textOfHtml } from "#src/preflight/html/text-of-html.ts";
import type { Reporter } from "#src/model/finding.ts";
import type { WorldLetter, WorldRule, Target } from "#src/preflight/letter.ts";
import { type Writing, writings } from "#src/preflight/writings.ts";
import { plainDate, type WrittenDate, writtenDates } from "./written-dates.ts";

/** Days around the issue's date in which a date of the year before is text of that year. */
const NEAR_DAYS = 14;

/** Words before a date that make it a present one. */
const NOW =
  /(?:\b(?:today|tonight|tomorrow|this week|this (?:mon|tues|wednes|thurs|fri|satur|sun)day|hoy|mañana|esta semana|heute|morgen|diese woche|aujourd['’]hui|demain|cette semaine|hoje|amanhã|esta semana)|اليوم|غدا|هذا الأسبوع)[\s,:(–—-]{1,3}$/iu;

/** Reports dates that cannot be right: a Tuesday that is a Wednesday, the year of the file that was copied, the copyright of a template. */
export const checkDates: WorldRule = (letter, report) => {
  const { issue } = letter;
  const today = dateOf(letter);
  if (today === null) return;
  checkCopyright(letter, today, report);
  const heads = new Set(["title", "subject", "preview_text"].map((key) => issue.keyPlaces[key]));
  for (const writing of writings(issue)) {
    if (writing.code || !/\d/.test(writing.text)) continue;
    for (const date of writtenDates(writing.text, issue.lang)) {
      const isHead = heads.has(writing.place ?? undefined);
      if (checkDay(writing, date, report) || checkWeekday(writing, date, today, report)) continue;
      checkYear(writing, date, { today, isHead }, report);
    }
  }
};

function dateOf({ issue, facts }: WorldLetter): Temporal.PlainDate | null {
  if (issue.date !== null) return Temporal.PlainDate.from(issue.date);
  if (facts.now.kind === "unavailable") return null;
  return Temporal.Instant.fromEpochMilliseconds(facts.now.value)
    .toZonedDateTimeISO(issue.timezone)
    .toPlainDate();
}

/** Words that stand before a date and never before a number of things, unlike “in”: “in February 30 people came”. */
const BEFORE_DATE = /\b(?:on|by|until|till|before|after|from|since|through|to)\s+$/i;

/** True if it reported something: one mistake needs no second finding. Without a year, 29 February exists. */
function checkDay({ text, place }: Writing, date: WrittenDate, report: Reporter<Target>): boolean {
  const isDate = /^\d/.test(date.text) || date.year !== null || BEFORE_DATE.test(text.slice(0, date.index));
  if (date.weekday !== null || !isDate || date.day > 31 || date.day < 29) return false;
  if (plainDate(date.year ?? 2024, date) !== null) return false;
  report.warning("date/no-such-day", { word: date.text, from: place }, `There is no ${date.text}.`, {
    hint: "Look it up in a calendar.",
  });
  return true;
}

/** True if it reported something: one mistake needs no second finding. */
function checkWeekday(
  writing: Writing,
  date: WrittenDate,
  today: Temporal.PlainDate,
  report: Reporter<Target>,
): boolean {
  if (date.weekday === null) return false;
  const target = { word: date.text, from: writing.place };
  if (date.year !== null) {
    const said = plainDate(date.year, date);
    if (said?.dayOfWeek === date.weekday) return false;
    const inOurs = plainDate(today.year, date)?.dayOfWeek === date.weekday;
    const what = said === null ? "There is no such day" : `It is another day of the week in ${date.year}`;
    report.warning("date/weekday", target, `“${date.text}”: ${what}.`, {
      hint: inOurs ? `It is right for ${today.year}.` : "Look it up in a calendar.",
    });
    return true;
  }
  // A text that names another year tells of that year's days.
  if (otherYears(writing.text, today).length > 0) return false;
  const around = [today.year - 1, today.year, today.year + 1].flatMap((year) => plainDate(year, date) ?? []);
  if (around.length === 0 && date.day > 29) {
    report.warning("date/weekday", target, `“${date.text}”: There is no such day.`, {
      hint: "Look it up in a calendar.",
    });
    return true;
  }
  const past = around.findLast((one) => Temporal.PlainDate.compare(one, today) <= 0);
  const next = around.find((one) => Temporal.PlainDate.compare(one, today) >= 0);
  // The 29th of February may be further away.
  if (past === undefined || next === undefined) return false;
  if (past.dayOfWeek === date.weekday || next.dayOfWeek === date.weekday) return false;
  report.warning(
    "date/weekday",
    target,
    `“${date.text}” is another day of the week, in ${past.year} and in ${next.year}.`,
    {
      hint: "Look it up in a calendar.",
    },
  );
  return true;
}

function otherYears(text: string, today: Temporal.PlainDate): readonly number[] {
  return [...text.matchAll(/(?<!\d)(?:1\d|20)\d\d(?!\d)/g)]
    .map(([year]) => Number(year))
    .filter((year) => Math.abs(year - today.year) > 1);
}

function checkYear(
  { text, place }: Writing,
  date: WrittenDate,
  { today, isHead }: { readonly today: Temporal.PlainDate; readonly isHead: boolean },
  report: Reporter<Target>,
): void {
  const { year } = date;
  if (year === null || year >= today.year) return;
  const meansNow = NOW.test(text.slice(0, date.index));
  const isNear = [today.year, today.year + 1].some((one) => {
    const same = plainDate(one, date);
    return same !== null && Math.abs(same.since(today).total({ unit: "day" })) <= NEAR_DAYS;
  });
  if (!meansNow && !(isHead && year === today.year - 1 && isNear)) return;
  const message = `“${date.text}” is in a different year from the issue (${today.toString()}).`;
  report.warning("date/wrong-year", { word: date.text, from: place }, message, {
    hint: `Write ${today.year}, if it was copied from an earlier issue.`,
  });
}

/** Checks the year of a copyright: one that a template holds is right only until New Year's Eve. */
function checkCopyright(
  { issue, facts, html }: WorldLetter,
  today: Temporal.PlainDate,
  report: Reporter<Target>,
): void {
  if (!/©|&copy;|&#169;|\(c\)|copyright/i.test(html)) return;
  const name = escapeStringRegexp(facts.newsletter.name);
  const sign = String.raw`(?:©|\(c\)|copyright)\s*(?:©\s*)?`;
  const pattern = new RegExp(
    String.raw`${sign}(?:(?:1\d|20)\d\d\s*[–-]\s*)?(?<year>20\d\d)[\s,.·|–-]*(?:by\s+)?${name}`,
    "iu",
  );
  const match = pattern.exec(textOfHtml(html));
  const year = Number(match?.groups?.["year"]);
  if (match === null || !(year < today.year)) return;
  const written = [...writings(issue)].find(({ text }) => pattern.test(text));
  const target = written === undefined ? { inTemplate: String(year) } : written.place;
  const message = `“${match[0].trim()}” does not name the year of the issue, ${today.year}.`;
  report.warning("date/old-copyright", target, message, {
    hint: "Write the year of the issue, or leave it out: a copyright needs none.",
  });
}
