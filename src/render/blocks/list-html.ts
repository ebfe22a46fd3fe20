import type { Block, ListItem } from "#src/model/block.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { around, serif, TABLE } from "./styles.ts";
import { paragraphWords } from "./text-html.ts";

/** Space between two items, and between the paragraphs of one, in px. */
const ITEM_GAP = 8;
/** Where text begins behind a bullet or a one-digit number, in px; for lists in lists the head's style sheet says it. */
const INDENT = 26;

/**
 * Renders a list, nested to any depth. Bullets and numbers hang in the margin: padding holds them in other programs, but Outlook for
 * Windows ignores it. A list in a list has no inline style if it looks as the style sheet says, or as every mail program draws one.
 */
export function listHtml(block: BlockOf<"list">, emit: Emit, { gap, above }: Stand): string {
  if (block.items.some(({ checked }) => checked !== null)) return taskListHtml(block, emit, { gap, above });
  const tag = block.ordered ? "ol" : "ul";
  const start = block.ordered && block.start !== 1 ? ` start="${block.start}"` : "";
  const indent = indentOf(block, emit);
  const isPlain = above === ITEM_GAP && gap === 0 && indent === INDENT;
  const margin = around(emit.input.issue.dir, { top: above, end: 0, bottom: gap, start: indent });
  const style = isPlain ? "" : ` style="margin:${margin};padding:0"`;
  const items = block.items.map((item) => `<li>${contentHtml(item.blocks, emit)}</li>`);
  return `<${tag}${start}${style}>${items.join("")}</${tag}>`;
}

/** Returns the room for the longest number with its full stop, in px. A digit is at most two thirds as wide as its type is high. */
function indentOf({ ordered, start, items }: BlockOf<"list">, { look }: Emit): number {
  if (!ordered) return INDENT;
  const figures = String(start + items.length - 1).length;
  return Math.max(INDENT, Math.ceil(figures * look.size * 0.66 + 10));
}

/** The first paragraph goes into the item itself: a `<p>` there would push Outlook's bullet onto a line of its own. */
function contentHtml(blocks: readonly Block[], emit: Emit): string {
  const [first, ...rest] = blocks;
  if (first?.kind !== "paragraph") return emit.blocks(blocks);
  const text = paragraphWords(first, emit.input);
  return rest.length === 0 ? text : text + emit.blocks(rest, undefined, { above: ITEM_GAP });
}

/**
 * Renders a list in which some items have a box to tick: one row for each item, with the box or the bullet in a cell of its own. It is the
 * only way to hang a box beside its text that both Outlook and Gmail draw. Screen readers are told that it is a list, and the state of each
 * box in words.
 */
function taskListHtml(block: BlockOf<"list">, emit: Emit, { gap, above }: Omit<Stand, "first">): string {
  const { issue, theme } = emit.input;
  const indent = indentOf(block, emit);
  const rows = block.items.map((item, index) => {
    const top = index === 0 ? above : 0;
    const bottom = index === block.items.length - 1 ? gap : ITEM_GAP;
    const padding = around(issue.dir, { top, end: 0, bottom, start: 0 });
    const mark = block.ordered ? `${block.start + index}.` : markOf(item, emit);
    const box = block.ordered && item.checked !== null ? `${markOf(item, emit)} ` : "";
    return `<tr role="listitem" valign="top"><td width="${indent}" style="padding:${padding}">${mark}</td><td style="padding:${padding}">${box}${contentHtml(item.blocks, emit)}</td></tr>`;
  });
  return `${TABLE.slice(0, -1)} class="lp-${emit.look.tone}" style="${serif(theme, emit.look)}"><tbody role="list">${rows.join("")}</tbody></table>`;
}

function markOf({ checked }: ListItem, { input }: Emit): string {
  if (checked === null) return `<span aria-hidden="true">&bull;</span>`;
  const words = wordsIn(input.newsletter, input.issue.lang).email;
  return `<span role="img" aria-label="${escapeHtml(checked ? words.done : words.open)}">${checked ? "&#9745;" : "&#9744;"}</span>`;
}
