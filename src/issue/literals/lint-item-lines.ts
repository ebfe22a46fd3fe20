import type { SourceReporter } from "#src/issue/source-reporter.ts";
import type { Stretch } from "./literal-text.ts";

/** A line of a paragraph, without the marks of quotations and the spaces before it. */
interface Line {
  /** Offset in the file. */
  readonly at: number;
  /** With what Markdown read blanked. */
  readonly text: string;
  readonly source: string;
  /** False for the first line, and for one that a hard break keeps apart from the line before. */
  readonly joins: boolean;
}

/** Signs that stand before the items of other programs; a dash may open what somebody says. */
const BULLET = /^([•◦‣▪▫●○■□◆◇▶►➤➔✓✔✗✘»·∙※–—])[ \t\u00A0]+(?=\S)/u;
const PICTOGRAPH = /^(?!\p{N})\p{Extended_Pictographic}\uFE0F?[ \t]+(?=\S)/u;
const GLUED = /^-(?=\p{L}{2}|[[“"(*_`])|^\+(?=\p{L}{2}|[[“"(*_`])|^\*(?=\p{L}{2}|[[“"(`])/u;
const GLUED_NUMBER = /^(\d{1,3})[.)](?=\p{L}{2}|[[“"*_`])/u;
const RENUMBER = "Write 1. before the first item and 2. before the next, or end each line with a backslash.";
const CAPITAL = /^\(?([A-Z])[.)](?=[ \t]+\S)/;
const ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
const CHINESE = "一二三四五六七八九十";
const CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩";

/** Before an item, with the place that it has in its row: `b)` is the second. Each kind is counted by itself. */
const NUMBERED: readonly { readonly pattern: RegExp; readonly placeOf: (mark: string) => number }[] = [
  { pattern: /^\(?([a-z])[.)](?=[ \t]+\S)/, placeOf: letterPlace },
  { pattern: CAPITAL, placeOf: (mark) => letterPlace(mark.toLowerCase()) },
  { pattern: /^\(?([ivx]+)[.)](?=[ \t]+\S)/i, placeOf: (mark) => ROMAN.indexOf(mark.toLowerCase()) + 1 },
  { pattern: /^(\d{1,3})[.)](?=[ \t]+\S)/, placeOf: Number },
  { pattern: /^\((\d{1,3})\)(?=[ \t]*\S)/, placeOf: Number },
  { pattern: /^\[(\d{1,3})\](?=[ \t]+\S)/, placeOf: Number },
  { pattern: /^(\d{1,3})[、．）](?=\s*\S)/, placeOf: Number },
  {
    pattern: /^(\d{1,2}(?:\.\d{1,2})+)\.?(?=[ \t]+\p{L})/u,
    placeOf: (mark) => Number(mark.split(".").at(-1)),
  },
  {
    pattern: /^[（(]?([一二三四五六七八九十])[、.．）)](?=\s*\S)/,
    placeOf: (mark) => CHINESE.indexOf(mark) + 1,
  },
  { pattern: /^([①②③④⑤⑥⑦⑧⑨⑩])(?=\s*\S)/, placeOf: (mark) => CIRCLED.indexOf(mark) + 1 },
  { pattern: GLUED_NUMBER, placeOf: Number },
];

/**
 * Lines that were meant as items of a list and that Markdown reads as one paragraph: `a)` and `b)`, signs of word processors, a mark
 * without a space. Nothing of them is lost but their lines, so that no other net holds them.
 */
export function lintItemLines(stretch: Stretch, report: SourceReporter): void {
  const lines = linesOf(stretch);
  if (!lines.some(({ joins }) => joins) && lines.length < 2) return;
  glued(lines, stretch, report);
  for (const { pattern, placeOf } of NUMBERED) {
    const found = lines.flatMap((line) => {
      const mark = pattern.exec(line.text);
      return mark === null ? [] : [{ line, mark, place: placeOf(mark[1] ?? "") }];
    });
    // "I. Newton" and "J. Kepler" are people.
    if (pattern === CAPITAL && found[0]?.place !== 1) continue;
    const next = found.findIndex(({ line, place }, index) => {
      const before = found[index - 1]?.place ?? itemNumber(stretch, pattern);
      return line.joins && before !== null && before > 0 && place === before + 1;
    });
    const hit = found[next];
    if (hit === undefined) continue;
    say(
      hit.line,
      hit.mark[0],
      pattern === GLUED_NUMBER ? `Write a space behind ${hit.mark[0]}` : RENUMBER,
      report,
    );
    return;
  }
  for (const pattern of [BULLET, PICTOGRAPH]) {
    const found = lines.flatMap((line) => {
      const mark = pattern.exec(line.text);
      return mark === null ? [] : [{ line, mark }];
    });
    const first = found.findIndex(({ line }) => line.joins);
    const hit = found[first];
    // One sign may have come to stand there by the length of the line.
    const isList =
      pattern === BULLET
        ? found.length > 1 && found.every(({ mark }) => mark[1] === found[0]?.mark[1])
        : found.length > 1 && found.length >= lines.length - 1;
    if (hit === undefined || !isList) continue;
    say(
      hit.line,
      hit.mark[0].trim(),
      "Begin each item with - and a space, or end each line with a backslash.",
      report,
    );
    return;
  }
}

/** `-two` behind an item or another such line. */
function glued(lines: readonly Line[], { item }: Stretch, report: SourceReporter): void {
  const marks = lines.map((line) => {
    const mark = GLUED.exec(line.source);
    return mark !== null && line.text.startsWith(mark[0]) ? mark[0] : null;
  });
  const several = marks.filter((mark) => mark !== null).length > 1;
  for (const [index, mark] of marks.entries()) {
    const line = lines[index];
    if (mark === null || line === undefined || !(several || (line.joins && item === mark))) continue;
    report.warning("items/not-read", line.at, `${mark} without a space behind it begins no item.`, {
      hint: `Write a space behind ${mark}, or a backslash before it where it is meant as it stands.`,
      // A star may open a note to a price.
      fix:
        mark === "*" && item !== mark
          ? null
          : { start: line.at, end: line.at + mark.length, text: `${mark} ` },
    });
  }
}

function say(line: Line, mark: string, hint: string, report: SourceReporter): void {
  const message = `${mark} begins no item of a list, so that this line goes on behind the one before it.`;
  report.warning("items/not-read", line.at, message, { hint });
}

/** Of the item that the paragraph stands in, where its mark is a number as the pattern has it but for the space. */
function itemNumber({ item }: Stretch, pattern: RegExp): number | null {
  const number = /^(\d+)[.)]$/.exec(item ?? "")?.[1];
  return number !== undefined && pattern.test(`${item}ab`) ? Number(number) : null;
}

function letterPlace(letter: string): number {
  return letter.charCodeAt(0) - 96;
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
