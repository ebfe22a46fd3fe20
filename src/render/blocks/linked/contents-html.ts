import type { Block } from "#src/model/block.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import type { BlockOf, Emit, Stand } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { inlineHtml } from "#src/render/blocks/inline-html.ts";
import { cell, sans, SMALL } from "#src/render/blocks/styles.ts";

/**
 * Renders the contents of the letter as a numbered list, which also reads well in a mail program that follows no link inside a mail. Each
 * entry links to the anchor at its heading, which has both a `name` and an `id`: some programs keep only one of the two.
 */
export function contentsHtml(block: BlockOf<"contents">, emit: Emit, { gap, above }: Stand): string {
  const { input } = emit;
  const { theme } = input;
  const { ink, tint } = theme.light;
  const title =
    block.children.length > 0
      ? inlineHtml(block.children, input)
      : escapeHtml(wordsIn(input.newsletter, input.issue.lang).email.contents);
  const label = `<p class="lp-ink" style="margin:0 0 8px;${sans(theme, 15, 1.4, 700, ink)}">${title}</p>`;
  const list = emit.blocks([contentsList(block, true)], SMALL, { width: emit.width - 40 });
  return cell(label + list, `padding:16px 20px 18px;background-color:${tint}`, "lp-tint", gap + 4, above);
}

/** Returns the entries as a list block, without links for the plain text, where an anchor leads nowhere. */
export function contentsList({ entries, place }: BlockOf<"contents">, linked: boolean): Block {
  const items = entries.map(({ anchor, children }) => {
    const link = { kind: "link" as const, url: `#${anchor}`, title: null, children, place };
    const paragraph: Block = { kind: "paragraph", children: linked ? [link] : children, place };
    return { checked: null, blocks: [paragraph], place };
  });
  return { kind: "list", ordered: true, start: 1, items, place };
}
