import { toHtml } from "hast-util-to-html";
import { toHast } from "mdast-util-to-hast";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";
import type { BlockKind } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { bareHtml } from "#src/render/article/bare-html.ts";
import { blockHtml } from "#src/render/blocks/block-html.ts";

/** Blocks whose words come from front matter or the config: in the Markdown they are a line such as `::guest`, or nothing. */
const BROUGHT: ReadonlySet<BlockKind> = new Set([
  "guest",
  "author",
  "subscribe",
  "share",
  "series",
  "related",
  "tags",
]);

/**
 * Returns the bytes of the HTML of an issue's Markdown alone, as CommonMark and GFM are printed everywhere. Cards
 * filled from front matter do not count.
 */
export function markdownSize(text: string): number {
  const markdown = text
    .replace(/^---\n[^]*?\n---\n/, "")
    .replace(/^::(?:guest|author|subscribe|share|related)\b.*$/gm, "");
  return Buffer.byteLength(toHtml(toHast(parseMarkdown(markdown))));
}

/**
 * Returns the bytes of the bare HTML of an issue's body: its Markdown as CommonMark and GFM are printed everywhere,
 * without a class or a style, and the words of the blocks that bring their own, as feeds get them. `text` is the file.
 * Cover, title and frame are not in it.
 */
export function bareSize(text: string, input: TemplateInput): number {
  const brought = input.body
    .filter(({ kind }) => BROUGHT.has(kind))
    .map((block) => bareHtml(blockHtml(block, input), ""));
  return markdownSize(text) + Buffer.byteLength(brought.join(""));
}

/** The most bytes that an email may have: 1.6 times the bare HTML of its body, and 9 kB of frame. */
export function mostBytes(bare: number): number {
  return 1.6 * bare + 9000;
}
