import { printable } from "#src/audience/printable.ts";
import { type Said, UNSTATED, UNSUBSCRIBED } from "#src/audience/consent/row-state.ts";
import { isLeavingWord } from "#src/audience/consent/state-words.ts";

/** A longer cell is not data about a person. */
const LONGEST_CELL = 10_000;

/** Returns why a row cannot be taken as it is; null if it can. */
export function damageOf(cells: readonly string[], header: readonly string[]): string | null {
  if (cells.length !== header.length) return `${cells.length} columns where the header has ${header.length}`;
  const bad = cells.findIndex(
    (cell) => cell.length > LONGEST_CELL || cell.includes("\0") || cell.includes("\uFFFD"),
  );
  return bad < 0 ? null : badCell(header[bad] ?? "", cells[bad] ?? "");
}

/** Returns what a row says if its cells do not stand under their headers: that somebody left, or nothing. */
export function strayWord(cells: readonly string[]): Said {
  return cells.some(isLeavingWord) ? UNSUBSCRIBED : UNSTATED;
}

function badCell(header: string, cell: string): string {
  const name = JSON.stringify(printable(header));
  if (cell.length > LONGEST_CELL) {
    return `${cell.length.toLocaleString("en")} characters in ${name} (at most ${LONGEST_CELL.toLocaleString("en")})`;
  }
  const what = cell.includes("\0") ? "a NUL character" : "characters that are not UTF-8";
  return `${name} holds ${what}; save the file as UTF-8`;
}
