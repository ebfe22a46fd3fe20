import { splitTokens } from "#src/model/merge-tag.ts";
import type { TemplateInput } from "#src/model/template.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { plainInline } from "./plain-inline.ts";

/** The assumed width of a merge tag: its value differs from reader to reader. */
const TAG_WIDTH = 8;

/** A table with aligned columns, two spaces between them, and a rule under its headings. */
export function plainTable(block: BlockOf<"table">, input: TemplateInput): string {
  const rows = [block.head, ...block.rows].map((row) =>
    row.map(({ children }) => plainInline(children, input).replace(/\s*\n\s*/g, " ")),
  );
  const widths = block.head.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ""))));
  const lines = rows.map((row) =>
    widths
      .map((width, column) => pad(row[column] ?? "", width, block.align[column] ?? "left"))
      .join("  ")
      .trimEnd(),
  );
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [lines[0], rule, ...lines.slice(1)].join("\n");
}

function pad(text: string, width: number, align: "left" | "center" | "right"): string {
  const space = Math.max(0, width - widthOf(text));
  const before = align === "right" ? space : align === "center" ? Math.floor(space / 2) : 0;
  return " ".repeat(before) + text + " ".repeat(space - before);
}

function widthOf(text: string): number {
  return splitTokens(text).reduce<number>(
    (sum, piece) => sum + (typeof piece === "string" ? Array.from(piece).length : TAG_WIDTH),
    0,
  );
}
