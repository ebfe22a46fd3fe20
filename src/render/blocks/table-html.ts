import type { TableCell } from "#src/model/block.ts";
import { splitTokens } from "#src/model/merge-tag.ts";
import { inlineWords } from "#src/render/plain/plain-inline.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { inlineHtml } from "./inline-html.ts";
import { margin, sans, sides } from "./styles.ts";
import { widthOfWords } from "./width-of-words.ts";

/** Room for text on the narrowest phone, and on the narrowest screen that is not a phone, in px. */
const PHONE = 280;
const SCREEN = 470;
/** An address or a name of a program that is longer than this, in characters, gets places where a line may end. */
const LONG = 12;
/** Space between two columns, and the wider space between figures that end on the right and words that begin on the left, in px. */
const GUTTER = 14;
const WIDE_GUTTER = 30;
const SIZE = 15;

/**
 * Renders a table of data. Its headings have a scope and the table has no role, because a screen reader should read it as a table. If its
 * longest words do not fit beside each other on a phone, its rows are stacked there, each cell under its heading; elsewhere no word is
 * broken.
 */
export function tableHtml(block: BlockOf<"table">, emit: Emit, { gap, above }: Stand): string {
  const { input } = emit;
  const { ink } = input.theme.light;
  const need = neededWidth(block, input);
  const stacks = need > PHONE;
  const names = [
    "lp-data",
    // A table with even longer words is stacked on a small tablet, too.
    stacks ? (need > SCREEN ? "lp-stack-wide" : "lp-stack") : "",
    stacks && need <= emit.width ? (need > SCREEN ? "lp-whole-wide" : "lp-whole") : "",
  ];
  const row = (cells: readonly TableCell[], heading: boolean) =>
    `<tr>${cells.map((content, column) => cellHtml(content, { column, heading, stacks, isTight: need > emit.width, block, input })).join("")}</tr>`;
  // The table sets its own type: Outlook for Windows takes none from around it. What is the same for every cell stands in the head's style
  // sheet; without the style sheet, `cellpadding` is what is left.
  const style = `border-collapse:collapse;${sans(input.theme, SIZE, 1.45, 400, ink)}${stacks ? "" : ";word-break:normal"}`;
  const table = `<table class="${["lp-ink", ...names].filter(Boolean).join(" ")}" width="100%" cellpadding="6" cellspacing="0" border="0" style="${style}"><thead>${row(block.head, true)}</thead><tbody valign="top">${block.rows.map((cells) => row(cells, false)).join("")}</tbody></table>`;
  return `<div style="${margin(above, gap + 4)}">${table}</div>`;
}

interface InTable {
  readonly column: number;
  readonly heading: boolean;
  readonly stacks: boolean;
  /** Whether words are broken on wide screens, too, as in a column. */
  readonly isTight: boolean;
  readonly block: BlockOf<"table">;
  readonly input: Emit["input"];
}

function cellHtml(content: TableCell, { column, heading, stacks, isTight, block, input }: InTable): string {
  const { dir } = input.issue;
  const { start, end } = sides(dir);
  const align = block.align[column] ?? start;
  const name = { 0: ` class="lp-end"`, [GUTTER]: "", [WIDE_GUTTER]: ` class="lp-wide"` }[
    gutterBehind(column, block, end)
  ];
  const mayBreak = isTight || (!stacks && /\s/.test(inlineWords(content.children, input).trim()));
  const isWhole = mayBreak && !heading && keepsLine(content, column, block, input);
  const style = isWhole ? ` style="white-space:nowrap"` : "";
  const words = inlineWords(block.head[column]?.children ?? [], input);
  const label =
    stacks && !heading && words !== ""
      ? `<div style="display:none;mso-hide:all" class="lp-label">${escapeHtml(words)}</div>`
      : "";
  const tag = heading ? `th scope="col"` : "td";
  const side = heading || align !== start ? ` align="${align}"` : "";
  return `<${tag}${name}${side}${style}>${label}${withBreaks(inlineHtml(content.children, input))}</${heading ? "th" : "td"}>`;
}

/** Lets a line end behind a mark inside a long word: an address would otherwise push the other columns together. */
function withBreaks(html: string): string {
  return html.replace(/<[^>]*>|[^<\s]+/g, (piece) =>
    piece.startsWith("<") || piece.length <= LONG
      ? piece
      : piece.replace(/&#?\w+;|[/@._?=](?=[^<])/g, "$&<wbr>"),
  );
}

/**
 * Returns the space behind a cell, in px. Figures that end where the words of the next column begin would read as one with them. Behind the
 * last column the space shows only if the words do not begin at the column's start, so it is left out there.
 */
function gutterBehind(
  column: number,
  { align, head }: BlockOf<"table">,
  end: "left" | "right",
): 0 | typeof GUTTER | typeof WIDE_GUTTER {
  const own = align[column];
  if (column === head.length - 1) return own === end || own === "center" ? 0 : GUTTER;
  return own === end && align[column + 1] !== end ? WIDE_GUTTER : GUTTER;
}

/** Estimates the width in px at which no word of the table is broken. */
function neededWidth(block: BlockOf<"table">, input: Emit["input"]): number {
  const { end } = sides(input.issue.dir);
  return block.head.reduce((sum, heading, column) => {
    const widths = block.rows.map((cells) => {
      const content = cells[column];
      if (content === undefined) return 0;
      const words = inlineWords(content.children, input);
      return widthOfWords(words, SIZE, keepsLine(content, column, block, input));
    });
    const own = Math.max(widthOfWords(inlineWords(heading.children, input), 14), ...widths);
    return sum + own + gutterBehind(column, block, end);
  }, 0);
}

/** Whether a cell stays on one line, as a short number with its unit ("102 kB") does if the table has few enough columns. */
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
