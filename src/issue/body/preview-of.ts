import type { Block } from "#src/model/block.ts";
import { splitTokens, tokenOf } from "#src/model/merge-tag.ts";
import { plainText } from "#src/model/walk-blocks.ts";

const LIMIT = 130;

/** The first paragraph, cut at a word: what an inbox shows if the author wrote no preview_text. Merge tags stay whole. */
export function previewOf(blocks: readonly Block[]): string {
  const paragraph = blocks.find(
    (block) => block.kind === "paragraph" && plainText(block.children, { alt: false }).trim() !== "",
  );
  const text =
    paragraph?.kind === "paragraph"
      ? plainText(paragraph.children, { alt: false }).replace(/\s+/g, " ").trim()
      : "";
  // A merge tag counts as one character, so that it cannot be cut in two.
  const characters = splitTokens(text).flatMap((piece) =>
    typeof piece === "number" ? [tokenOf(piece)] : Array.from(piece),
  );
  if (characters.length < LIMIT) return text;
  const cut = characters.slice(0, LIMIT - 1);
  const space = cut.lastIndexOf(" ");
  return `${cut
    .slice(0, space === -1 ? cut.length : space)
    .join("")
    .replace(/[\s,;:–—-]+$/u, "")}…`;
}
