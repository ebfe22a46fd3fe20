import type { Block, Inline } from "#src/model/block.ts";

/** Inline content as plain text. Merge-tag tokens stay in it. */
export function plainWords(inlines: readonly Inline[]): string {
  return inlines.map(wordsOf).join("");
}

/** The plain text of blocks, a line each: what is counted as words. Code is left out. */
export function plainBlocks(blocks: readonly Block[]): string {
  return blocks.map(textOf).join("\n");
}

function wordsOf(inline: Inline): string {
  switch (inline.kind) {
    case "text":
    case "code":
      return inline.text;
    case "strong":
    case "emphasis":
    case "delete":
    case "link":
    case "html":
      return plainWords(inline.children);
    case "break":
      return " ";
    case "image":
    case "footnote":
      return "";
  }
}

function textOf(block: Block): string {
  switch (block.kind) {
    case "heading":
    case "paragraph":
    case "pullquote":
    case "button":
      return plainWords(block.children);
    case "list":
      return block.items.map((item) => plainBlocks(item.blocks)).join("\n");
    case "quote":
    case "callout":
    case "sponsor":
      return plainBlocks(block.blocks);
    case "table":
      return [block.head, ...block.rows]
        .map((row) => row.map((cell) => plainWords(cell.children)).join(" "))
        .join("\n");
    case "columns":
      return block.columns.map(plainBlocks).join("\n");
    case "endnotes":
      return block.notes.map(plainBlocks).join("\n");
    case "image":
      return block.image.caption ?? "";
    case "code":
    case "rule":
    case "guest":
    case "subscribe":
      return "";
  }
}
