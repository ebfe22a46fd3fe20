import type { Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding } from "#src/model/finding.ts";

/** The text to underline: a merge tag, a directive, a picture or link, an address, HTML, otherwise a word. */
const PIECE =
  /^(?:\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|:{2,}[^\n]*|!?\[[^\]\n]*\](?:\([^)\n]*\))?|https?:[^\s)>\]"']+|<[^>\n]*>|"[^"\n]*"|'[^'\n]*'|[\p{L}\p{M}\p{N}_/'’-]+|\S)/u;

/** Returns where a finding is in its file. Its place has only a start; the end is read from the text. */
export function findingRange({ line, column, fix }: Finding, document: TextDocument): Range {
  const text = document.getText();
  if (line === null) return { start: { line: 0, character: 0 }, end: endOfLine(0, document) };
  const row = Math.min(line, document.lineCount) - 1;
  const end = endOfLine(row, document);
  if (column === null) {
    const [indent = ""] = /^[ \t]*/.exec(lineOf(row, document)) ?? [];
    return { start: { line: row, character: indent.length }, end };
  }
  const start = { line: row, character: Math.min(column - 1, end.character) };
  const at = document.offsetAt(start);
  const piece = PIECE.exec(text.slice(at, document.offsetAt(end)))?.[0].length ?? 0;
  // A fix that begins here says itself how far the fault goes.
  const length = fix !== null && fix.start === at && fix.end > at ? fix.end - at : piece;
  const to = document.positionAt(at + length);
  return { start, end: to.line > row ? end : to };
}

function lineOf(row: number, document: TextDocument): string {
  const [start, after] = [
    { line: row, character: 0 },
    { line: row + 1, character: 0 },
  ];
  return document.getText({ start, end: after }).replace(/\r?\n$/, "");
}

function endOfLine(row: number, document: TextDocument) {
  return { line: row, character: lineOf(row, document).trimEnd().length };
}
