import type { Block, Inline } from "./block.ts";

/**
 * Every block, outer blocks first, in the order in which a reader meets them. This is the only walk over blocks: if two
 * walks disagreed about what is inside what, a card that was placed in a list would be placed a second time.
 */
export function* walkBlocks(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    yield* walkBlocks(childrenOf(block));
  }
}

/** Replaces every block, inner blocks included, by those that `change` makes of it; an inner block is changed before the one around it. */
export function mapBlocks(
  blocks: readonly Block[],
  change: (block: Block, original: Block) => readonly Block[],
): readonly Block[] {
  const inner = (some: readonly Block[]) => mapBlocks(some, change);
  return blocks.flatMap((block) => change(withChildren(block, inner), block));
}

function withChildren(block: Block, inner: (blocks: readonly Block[]) => readonly Block[]): Block {
  if (block.kind === "list")
    return { ...block, items: block.items.map((item) => ({ ...item, blocks: inner(item.blocks) })) };
  if (block.kind === "columns") return { ...block, columns: block.columns.map(inner) };
  if (block.kind === "endnotes") return { ...block, notes: block.notes.map(inner) };
  if (block.kind === "only")
    return { ...block, blocks: inner(block.blocks), otherwise: inner(block.otherwise) };
  return "blocks" in block ? { ...block, blocks: inner(block.blocks) } : block;
}

/** The inline content of one block itself, not of the blocks inside it: a table has one piece for each cell. */
export function inlinesOf(block: Block): readonly (readonly Inline[])[] {
  if (block.kind === "table") return [block.head, ...block.rows].flat().map(({ children }) => children);
  return "children" in block ? [block.children] : [];
}

/** Every inline, outer ones first. */
export function* walkInlines(inlines: readonly Inline[]): Generator<Inline> {
  for (const inline of inlines) {
    yield inline;
    if ("children" in inline) yield* walkInlines(inline.children);
  }
}

/**
 * Inline content as words, merge-tag tokens included. `alt`: an image counts as its alt text, as it does for a reader
 * who does not see it; if false, the image is left out. `code`: if false, code becomes a space.
 */
export function plainText(
  inlines: readonly Inline[],
  { alt = true, code = true }: { readonly alt?: boolean; readonly code?: boolean } = {},
): string {
  const words = (inline: Inline): string => {
    switch (inline.kind) {
      case "text":
        return inline.text;
      case "code":
        return code ? inline.text : " ";
      case "image":
        return alt ? inline.image.alt : "";
      case "break":
        return " ";
      case "footnote":
        return "";
      case "strong":
      case "emphasis":
      case "delete":
      case "link":
      case "html":
        return inline.children.map(words).join("");
    }
  };
  return inlines.map(words).join("");
}

/** The blocks directly inside a block, from all its parts. */
export function childrenOf(block: Block): readonly Block[] {
  if (block.kind === "list") return block.items.flatMap(({ blocks }) => blocks);
  if (block.kind === "columns") return block.columns.flat();
  if (block.kind === "endnotes") return block.notes.flat();
  if (block.kind === "only") return [...block.blocks, ...block.otherwise];
  return "blocks" in block ? block.blocks : [];
}
