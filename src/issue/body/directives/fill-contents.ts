import type { Block, Inline } from "#src/model/block.ts";
import { mapBlocks, plainText, walkBlocks } from "#src/model/walk-blocks.ts";

/**
 * A body in which `::contents` lists the headings of level 2, and each of these has the anchor that its entry leads to. `onEmpty` is
 * called where there is nothing to list. Without `::contents` the body as it is: an anchor nobody needs is bytes.
 */
export function fillContents(blocks: readonly Block[], onEmpty: () => void): readonly Block[] {
  if (!walkBlocks(blocks).some(({ kind }) => kind === "contents")) return blocks;
  const anchors = new Map<Heading, string>();
  for (const heading of headingsOf(blocks)) anchors.set(heading, `part-${anchors.size + 1}`);
  const entries = [...anchors].map(([{ children }, anchor]) => ({ anchor, children: unlinked(children) }));
  if (entries.length === 0) onEmpty();
  return mapBlocks(blocks, (block, original) => {
    const anchor = anchors.get(original as Heading);
    if (block.kind === "heading" && anchor !== undefined) return [{ ...block, anchor }];
    if (block.kind !== "contents") return [block];
    return entries.length === 0 ? [] : [{ ...block, entries }];
  });
}

type Heading = Extract<Block, { kind: "heading" }>;

/** Of the letter itself and of its columns: what stands in a box, such as a sponsor's, is no part of the letter's order. */
function headingsOf(blocks: readonly Block[]): readonly Heading[] {
  return blocks.flatMap((block) => {
    if (block.kind === "columns") return headingsOf(block.columns.flat());
    const counts = block.kind === "heading" && block.depth === 2 && plainText(block.children).trim() !== "";
    return counts ? [block] : [];
  });
}

/** A heading's words without what leads elsewhere: an entry is a link itself, and the note is below the heading. */
function unlinked(inlines: readonly Inline[]): readonly Inline[] {
  return inlines.flatMap((inline): readonly Inline[] => {
    switch (inline.kind) {
      case "link":
        return unlinked(inline.children);
      case "footnote":
        return [];
      case "break":
        return [{ kind: "text", text: " " }];
      case "image":
        return [{ kind: "text", text: inline.image.alt }];
      case "strong":
      case "emphasis":
      case "delete":
      case "html":
        return [{ ...inline, children: unlinked(inline.children) }];
      case "text":
      case "code":
        return [inline];
    }
  });
}
