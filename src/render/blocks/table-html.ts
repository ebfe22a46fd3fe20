import type { TableCell } from "#src/model/block.ts";
import { splitTokens } from "#src/model/merge-tag.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { attribute } from "./escape.ts";
import { inlineHtml } from "./inline-html.ts";
import { inlineWords } from "#src/render/plain/plain-inline.ts";
import { sans, sides } from "./styles.ts";

/** More columns than this are stacked on phones, each cell under its heading; narrower tables break words instead. */
const MOST_COLUMNS = 4;

/** A table of data: headings with scope, and no role, because a screen reader should read it as a table. */
export function tableHtml(block: BlockOf<"table">, emit: Emit, { gap }: Stand): string {
  const { theme, issue } = emit.input;
  const { ink, rule } = theme.light;
  const wide = block.head.length > MOST_COLUMNS;
  const { start, end } = sides(issue.dir);
  const cellHtml = (content: TableCell, column: number, heading: boolean) => {
    const last = column === block.head.length - 1;
    const style = [
      `padding:8px 0`,
      last ? "" : `padding-${end}:14px`,
      `text-align:${block.align[column] ?? start}`,
      "vertical-align:top",
      !wide && keepsLine(content, column, block, emit.input) ? "white-space:nowrap" : "",
      `border-bottom:${heading ? 2 : 1}px solid ${heading ? ink : rule}`,
      heading ? sans(theme, 13, 1.4, 700, ink) : sans(theme, 15, 1.45, 400, ink),
      "font-variant-numeric:tabular-nums",
    ];
    const tag = heading ? "th" : "td";
    const label = wide && !heading ? inlineWords(block.head[column]?.children ?? [], emit.input) : null;
    const edge = heading ? "lp-ink-edge" : "lp-rule";
    return `<${tag}${heading ? ` scope="col"` : ""} class="lp-ink ${edge}"${attribute("data-label", label)} style="${style.filter(Boolean).join(";")}">${inlineHtml(content.children, emit.input)}</${tag}>`;
  };
  const row = (cells: readonly TableCell[], heading: boolean) =>
    `<tr>${cells.map((content, column) => cellHtml(content, column, heading)).join("")}</tr>`;
  const table = `<table${wide ? ` class="lp-stack"` : ""} width="100%" cellpadding="0" cellspacing="0" border="0" style="width:100%;border-collapse:collapse"><thead>${row(block.head, true)}</thead><tbody>${block.rows.map((cells) => row(cells, false)).join("")}</tbody></table>`;
  return `<div style="margin:0 0 ${gap + 4}px">${table}</div>`;
}

/** A short number with its unit ("102 kB") stays on one line, where there are few enough columns for it. */
function keepsLine(
  content: TableCell,
  column: number,
  block: BlockOf<"table">,
  input: Emit["input"],
): boolean {
  if (block.head.length > 3 || block.align[column] !== "right") return false;
  const words = inlineWords(content.children, input);
  return words.length <= 12 && splitTokens(words).every((piece) => typeof piece === "string");
}
