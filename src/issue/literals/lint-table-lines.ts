import type { SourceReporter } from "#src/issue/source-reporter.ts";
import type { Stretch } from "./literal-text.ts";

/**
 * Reports tables that were not read. A row of `---|---` in a paragraph is one, because the row above it has another number of cells.
 * Rows of cells without any such row are one, too.
 */
export function lintTableLines({ start, text }: Stretch, report: SourceReporter): void {
  if (!text.includes("|")) return;
  let at = start;
  let before = "";
  for (const line of text.split("\n")) {
    if (isDelimiters(line)) {
      const [head, row] = [before, line].map((one) => cellsOf(one).length);
      const message =
        before === ""
          ? "This table has no head, so it would be mailed as text."
          : `This table would be mailed as text: its head has ${head} cells, and the row below it has ${row}.`;
      report.error("table/not-read", at + line.search(/[|:-]/), message, {
        hint: "Give both rows as many cells. Write \\| for a bar inside a cell.",
      });
    }
    at += line.length + 1;
    before = line;
  }
  const rows = text.split("\n");
  if (rows.length < 2 || !rows.every((row) => /^[ \t>]*\|.+\|[ \t]*$/.test(row)) || rows.some(isDelimiters))
    return;
  report.warning(
    "table/not-read",
    start,
    "These rows are not a table unless a row of | --- | follows the first one.",
    {
      hint: `Write ${"| --- ".repeat(cellsOf(rows[0] ?? "").length)}| there.`,
    },
  );
}

function isDelimiters(line: string): boolean {
  return line.includes("|") && cellsOf(line).every((cell) => /^:?-+:?$/.test(cell.trim()));
}

function cellsOf(line: string): readonly string[] {
  return line
    .trim()
    .replace(/^(?:>[ \t]*)*\|?/, "")
    .replace(/\|$/, "")
    .split("|");
}
