import type { Finding } from "#src/model/finding.ts";
import { width } from "./print.ts";

/** A piece of a line that a terminal draws as one, with the columns that it takes. */
interface Cell {
  /** UTF-16 offset in the line. */
  readonly at: number;
  readonly shown: string;
  readonly columns: number;
}

/** How many lines of a fix are shown at most. */
const MOST_LINES = 3;
const TAB = "  ";

/**
 * The source line of a finding, a caret under what it is about, and the line as its fix would leave it. `room` is how many columns a
 * line may take: of a longer one the part around the place is shown.
 */
export function quoteFinding(
  { line, column, fix }: Pick<Finding, "line" | "column" | "fix">,
  text: string,
  room: number,
): { readonly source: readonly string[]; readonly fixed: readonly string[] } {
  const span = line === null ? null : lineAt(text, line);
  if (line === null || span === null || text.slice(span.start, span.end).trim() === "")
    return { source: [], fixed: [] };
  const gutter = String(line);
  const blank = " ".repeat(gutter.length);
  const source = text.slice(span.start, span.end);
  const marked = column === null ? null : markOf(column - 1, fix, span);
  const space = Math.max(20, room - gutter.length - 9);
  const { shown, from, offset } = windowOf(source, marked?.start ?? 0, space);
  const lines = [`    ${gutter} | ${shown}`];
  if (marked !== null) {
    const before = columnsBetween(source, from, marked.start) + offset;
    const under = Math.max(1, columnsBetween(source, marked.start, marked.end));
    const length = Math.min(under, Math.max(1, space + 2 - before));
    lines.push(`    ${blank} | ${" ".repeat(before)}${"^".repeat(length)}`);
  }
  return { source: lines, fixed: fix === null ? [] : fixedLines(text, fix, { blank, space, from }) };
}

/** What the caret stands under: the words that the fix replaces if the place is among them, else one letter. */
function markOf(
  place: number,
  fix: Finding["fix"],
  { start, end }: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } {
  const from = (fix?.start ?? -1) - start;
  const to = Math.min((fix?.end ?? -1) - start, end - start);
  return from >= 0 && from <= place && place < to ? { start: from, end: to } : { start: place, end: place };
}

function fixedLines(
  text: string,
  { start, end, text: put }: NonNullable<Finding["fix"]>,
  { blank, space, from }: { readonly blank: string; readonly space: number; readonly from: number },
): string[] {
  const first = start === 0 ? 0 : text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const last = next === -1 ? text.length : next;
  const lines = `${text.slice(first, start)}${put}${text.slice(end, last)}`.trimEnd().split(/\r?\n/);
  if (lines.every((one) => one.trim() === "")) return [`    ${blank} - (the fix removes it)`];
  const shown = lines.slice(0, MOST_LINES).map((one) => `    ${blank} + ${cutFrom(one, from, space).shown}`);
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `    ${blank} + … and ${more} more`] : shown;
}

interface Window {
  readonly shown: string;
  /** UTF-16 offset of the first letter that is shown. */
  readonly from: number;
  /** Columns that stand before that letter: the mark of a cut. */
  readonly offset: number;
}

/** The part of a line around an offset that fits. */
function windowOf(line: string, place: number, room: number): Window {
  const cells = cellsOf(line);
  if (columnsOf(cells) <= room) return cutFrom(line, 0, room);
  let first = Math.max(
    0,
    cells.findLastIndex((cell) => cell.at <= place),
  );
  // A third of the room for what comes before the place.
  for (let before = 0; first > 0; first -= 1) {
    before += cells[first - 1]?.columns ?? 0;
    if (before > room / 3) break;
  }
  return cutFrom(line, cells[first]?.at ?? 0, room);
}

/** A line from an offset on, as far as it fits. */
function cutFrom(line: string, from: number, room: number): Window {
  const cells = cellsOf(line).filter(({ at }) => at >= from);
  let end = 0;
  for (let sum = 0; end < cells.length; end += 1) {
    sum += cells[end]?.columns ?? 0;
    if (sum > room) break;
  }
  const [before, after] = [from > 0 ? "…" : "", end < cells.length ? "…" : ""];
  const middle = cells.slice(0, end).map(({ shown }) => shown);
  return { shown: before + middle.join("") + after, from, offset: before.length };
}

function columnsOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { columns }) => sum + columns, 0);
}

function columnsBetween(line: string, from: number, to: number): number {
  return columnsOf(cellsOf(line).filter(({ at }) => at >= from && at < to));
}

/** The letters of a line as they are drawn: an emoji of five code points is one, and accents stand on the letter before them. */
function cellsOf(line: string): Cell[] {
  return Array.from(new Intl.Segmenter().segment(line), ({ segment, index }) => {
    // Characters that move the cursor, or turn the direction of the text, would put the caret elsewhere or write over the line.
    const shown = segment === "\t" ? TAB : segment.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
    return { at: index, shown, columns: width(shown) };
  });
}

/** Where a line begins and ends, without its line break; null if there is no such line. */
function lineAt(text: string, line: number): { readonly start: number; readonly end: number } | null {
  let start = 0;
  for (let n = 1; n < line; n += 1) {
    const next = text.indexOf("\n", start);
    if (next === -1) return null;
    start = next + 1;
  }
  const next = text.indexOf("\n", start);
  const end = next === -1 ? text.length : next;
  return { start, end: text[end - 1] === "\r" ? end - 1 : end };
}
