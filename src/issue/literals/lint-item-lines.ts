import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { CAPITAL, GLUED_NUMBER, isFirstLetter, NUMBERED, SIGNS } from "./item-marks.ts";
import type { Stretch } from "./literal-text.ts";

/** A line of a paragraph, without the marks of quotations and the spaces before it. */
interface Line {
  /** Offset in the file. */
  readonly at: number;
  /** The line with everything blanked that Markdown read. */
  readonly text: string;
  readonly source: string;
  /** False for the first line, and for one that a hard break separates from the line before. */
  readonly joins: boolean;
}

/** `-two`: a mark without the space after it. A star may also open a note to a price. */
const GLUED = /^-(?=\p{L}{2}|[[“"(*_`])|^\+(?=\p{L}{2}|[[“"(*_`])|^\*(?=\p{L}{2}|[[“"(`])/u;
const RENUMBER = "Write 1. before the first item and 2. before the next, or end each line with a backslash.";
const BULLETS = "Begin each item with - and a space, or end each line with a backslash.";

/**
 * Reports lines that were meant as items of a list and that Markdown reads as one paragraph: `a)` and `b)`, signs of word processors,
 * a mark without a space. Only their line ends are lost, so no other check finds them.
 */
export function lintItemLines(stretch: Stretch, report: SourceReporter): void {
  const lines = linesOf(stretch);
  if (lines.length < 2) return;
  glued(lines, stretch, report);
  const hit = numbered(lines, stretch) ?? signed(lines);
  if (hit === null) return;
  const message = `${hit.mark} does not begin a list item, so this line is joined to the one before it.`;
  report.warning("items/not-read", hit.line.at, message, { hint: hit.hint });
}

interface Hit {
  readonly line: Line;
  readonly mark: string;
  readonly hint: string;
}

/** The first line that continues the count of a line before it; null if there is none. */
function numbered(lines: readonly Line[], stretch: Stretch): Hit | null {
  for (const { pattern, placeOf } of NUMBERED) {
    const found = marked(lines, pattern).map((one) => ({ ...one, place: placeOf(one.match[1] ?? "") }));
    if (pattern === CAPITAL && !isFirstLetter(found[0]?.match[1] ?? "")) continue;
    const hit = found.find(({ line, place }, index) => {
      const before = found[index - 1]?.place ?? itemNumber(stretch, pattern);
      return line.joins && before !== null && before > 0 && place === before + 1;
    });
    if (hit === undefined) continue;
    const [mark] = hit.match;
    return {
      line: hit.line,
      mark,
      hint: pattern === GLUED_NUMBER ? `Write a space after ${mark}` : RENUMBER,
    };
  }
  return null;
}

function signed(lines: readonly Line[]): Hit | null {
  for (const { pattern, lines: which } of SIGNS) {
    const found = marked(lines, pattern);
    const hit = found.find(({ line }) => line.joins);
    const isList = {
      any: true,
      same: found.every(({ match }) => match[1] === found[0]?.match[1]),
      most: found.length >= lines.length - 1,
    }[which];
    if (hit !== undefined && found.length > 1 && isList)
      return { line: hit.line, mark: hit.match[0].trim(), hint: BULLETS };
  }
  return null;
}

function marked(lines: readonly Line[], pattern: RegExp): readonly { line: Line; match: RegExpExecArray }[] {
  return lines.flatMap((line) => {
    const match = pattern.exec(line.text);
    return match === null ? [] : [{ line, match }];
  });
}

/** Reports `-two` after an item or beside another such line. */
function glued(lines: readonly Line[], { item }: Stretch, report: SourceReporter): void {
  const marks = lines.map((line) => {
    const mark = GLUED.exec(line.source);
    return mark !== null && line.text.startsWith(mark[0]) ? mark[0] : null;
  });
  const several = marks.filter((mark) => mark !== null).length > 1;
  for (const [index, mark] of marks.entries()) {
    const line = lines[index];
    if (mark === null || line === undefined || !(several || (line.joins && item === mark))) continue;
    report.warning(
      "items/not-read",
      line.at,
      `${mark} does not begin a list item without a space after it.`,
      {
        hint: `Write a space after ${mark}, or a backslash before it to keep it as it is.`,
        fix:
          mark === "*" && item !== mark
            ? null
            : { start: line.at, end: line.at + mark.length, text: `${mark} ` },
      },
    );
  }
}

/** The number of the item around the paragraph, if its mark fits the pattern except for the space. */
function itemNumber({ item }: Stretch, pattern: RegExp): number | null {
  const number = /^(\d+)[.)]$/.exec(item ?? "")?.[1];
  return number !== undefined && pattern.test(`${item}ab`) ? Number(number) : null;
}

function linesOf({ start, text, source }: Stretch): readonly Line[] {
  let at = start;
  let isBroken = true;
  return text.split("\n").map((row) => {
    const margin = /^[ \t>]*/.exec(source.slice(at - start))?.[0].length ?? 0;
    const own = source.slice(at - start, at - start + row.length).replace(/\r$/, "");
    const line = { at: at + margin, text: row.slice(margin), source: own.slice(margin), joins: !isBroken };
    isBroken = /(?:\\| {2}|<br ?\/?>)$/i.test(own);
    at += row.length + 1;
    return line;
  });
}
