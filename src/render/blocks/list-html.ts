import type { Block, ListItem } from "#src/model/block.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { inlineHtml } from "./inline-html.ts";
import { serif, sides } from "./styles.ts";

/** A list, nested to any depth; tasks have a box and, for screen readers, its state in words. */
export function listHtml(block: BlockOf<"list">, emit: Emit, { gap }: Stand): string {
  const { input, look } = emit;
  const tag = block.ordered ? "ol" : "ul";
  const start = block.ordered && block.start !== 1 ? ` start="${block.start}"` : "";
  const tasks = block.items.some((item) => item.checked !== null);
  const indent = `padding-${sides(input.issue.dir).start}:${tasks && !block.ordered ? 0 : 26}px`;
  const style = `margin:0 0 ${gap}px;padding:0;${indent};${serif(input.theme, look)}`;
  const items = block.items
    .map((item, index) => itemHtml(item, index === block.items.length - 1, emit))
    .join("");
  return `<${tag}${start} class="lp-${look.tone}" style="${style}">${items}</${tag}>`;
}

function itemHtml(item: ListItem, last: boolean, emit: Emit): string {
  const { start } = sides(emit.input.issue.dir);
  const none = item.checked === null ? "" : `;list-style:none;padding-${start}:24px;text-indent:-24px`;
  return `<li style="margin:0 0 ${last ? 0 : 8}px${none}">${boxHtml(item.checked, emit)}${contentHtml(item.blocks, emit)}</li>`;
}

/** The first paragraph goes into the item itself: a `<p>` there would push Outlook's bullet onto a line of its own. */
function contentHtml(blocks: readonly Block[], emit: Emit): string {
  const [first, ...rest] = blocks;
  if (first?.kind !== "paragraph") return emit.blocks(blocks, emit.look);
  const text = inlineHtml(first.children, emit.input);
  if (rest.length === 0) return text;
  return `${text}<div style="padding:8px 0 0;text-indent:0">${emit.blocks(rest, emit.look)}</div>`;
}

function boxHtml(checked: boolean | null, { input }: Emit): string {
  if (checked === null) return "";
  const words = wordsIn(input.newsletter, input.issue.lang).email;
  return `<span role="img" aria-label="${escapeHtml(checked ? words.done : words.open)}">${checked ? "&#9745;" : "&#9744;"}</span> `;
}
