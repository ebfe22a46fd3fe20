import type { Root } from "mdast";
import { startOf, walkNodes } from "#src/issue/body/body-context.ts";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import type { Block, Inline } from "#src/model/block.ts";
import { mapBlocks, plainText } from "#src/model/walk-blocks.ts";

/**
 * Returns a body in which `::contents` lists the headings of level 2, and each of them has the anchor that its entry links to. A body
 * without `::contents` stays as it is, because unused anchors waste bytes. Only one list is filled: otherwise two thousand lines
 * could become four million entries.
 */
export function fillContents(blocks: readonly Block[], root: Root, report: SourceReporter): readonly Block[] {
  const placed = placesOf(root);
  if (placed.length === 0) return blocks;
  const anchors = new Map<Heading, string>();
  for (const heading of headingsOf(blocks)) anchors.set(heading, `part-${anchors.size + 1}`);
  const entries = [...anchors].map(([{ children }, anchor]) => ({ anchor, children: unlinked(children) }));
  for (const [index, at] of placed.entries()) {
    if (entries.length === 0)
      report.error("directive/no-contents", at, "There is no heading for ::contents to list.", {
        hint: "Write headings with ##, or remove ::contents.",
      });
    else if (index > 0)
      report.error("directive/second-contents", at, "The issue already has ::contents further up.", {
        hint: "Remove this ::contents, or the other one.",
      });
  }
  let isListed = entries.length === 0;
  return mapBlocks(blocks, (block, original) => {
    const anchor = anchors.get(original as Heading);
    if (block.kind === "heading" && anchor !== undefined) return [{ ...block, anchor }];
    if (block.kind !== "contents") return [block];
    if (isListed) return [];
    isListed = true;
    return [{ ...block, entries }];
  });
}

/** The offsets of each `::contents`, in their order. */
function placesOf(root: Root): readonly number[] {
  const places: number[] = [];
  walkNodes(root, (node) => {
    if (node.type === "leafDirective" && node.name === "contents") places.push(startOf(node));
  });
  return places;
}

type Heading = Extract<Block, { kind: "heading" }>;

/** The headings of the letter itself and of its columns. A heading in a box, such as a sponsor's, is not part of the letter's order. */
function headingsOf(blocks: readonly Block[]): readonly Heading[] {
  return blocks.flatMap((block) => {
    if (block.kind === "columns") return headingsOf(block.columns.flat());
    const counts = block.kind === "heading" && block.depth === 2 && plainText(block.children).trim() !== "";
    return counts ? [block] : [];
  });
}

/** A heading's words without links and footnotes: an entry is a link itself, and the footnote stays with the heading. */
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
