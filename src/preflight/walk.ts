import type { Block, Inline, Place } from "#src/model/block.ts";
import type { Issue } from "#src/model/issue.ts";

/** A piece of the author's writing and where it stands; `code` where it is to be printed as it is. */
export interface Writing {
  readonly text: string;
  readonly place: Place | null;
  readonly code: boolean;
}

/** Everything an author wrote that readers see: front matter first, then the body in order. */
export function* writings(issue: Issue): Generator<Writing> {
  const fields = {
    title: issue.title,
    subtitle: issue.subtitle,
    subject: issue.subject,
    preview_text: issue.previewText,
  };
  for (const [key, text] of Object.entries(fields)) {
    // A field the author left out repeats something that is looked at elsewhere.
    const place = issue.keyPlaces[key];
    if (text !== null && place !== undefined) yield { text, place, code: false };
  }
  for (const guest of issue.guests) {
    const place = issue.keyPlaces["guests"] ?? null;
    for (const text of [guest.name, guest.role, guest.organization, guest.bio]) {
      if (text !== null) yield { text, place, code: false };
    }
  }
  yield* ofBlocks(issue.body);
}

/** Every block, outer ones first, in order. */
export function* blocksOf(blocks: readonly Block[]): Generator<Block> {
  for (const block of blocks) {
    yield block;
    yield* blocksOf(childrenOf(block));
  }
}

/** The words of inline content, code included, images as their alt text. */
export function plainText(inlines: readonly Inline[]): string {
  return inlines.map((inline) => inlineText(inline)).join("");
}

function* ofBlocks(blocks: readonly Block[]): Generator<Writing> {
  for (const block of blocksOf(blocks)) {
    const { place } = block;
    switch (block.kind) {
      case "heading":
      case "paragraph":
      case "pullquote":
      case "button":
        yield* ofInlines(block.children, place);
        break;
      case "table":
        for (const cell of [block.head, ...block.rows].flat()) yield* ofInlines(cell.children, place);
        break;
      case "code":
        yield { text: block.text, place, code: true };
        break;
      case "image":
        for (const text of [block.image.alt, block.image.caption, block.image.credit]) {
          if (text !== null) yield { text, place, code: false };
        }
        break;
      case "sponsor":
        yield { text: block.name, place, code: false };
        break;
      case "list":
      case "quote":
      case "callout":
      case "columns":
      case "endnotes":
      case "rule":
      case "guest":
      case "subscribe":
        break;
    }
  }
}

function* ofInlines(inlines: readonly Inline[], place: Place): Generator<Writing> {
  // Joined, so that a word in two styles is still one word; code apart, because it is printed as it is.
  const prose = plainText(inlines.map((inline) => withoutCode(inline)));
  if (prose !== "") yield { text: prose, place, code: false };
  for (const text of codesOf(inlines)) yield { text, place, code: true };
}

function withoutCode(inline: Inline): Inline {
  if (inline.kind === "code") return { kind: "text", text: " " };
  return "children" in inline
    ? { ...inline, children: inline.children.map((child) => withoutCode(child)) }
    : inline;
}

function* codesOf(inlines: readonly Inline[]): Generator<string> {
  for (const inline of inlines) {
    if (inline.kind === "code") yield inline.text;
    else if ("children" in inline) yield* codesOf(inline.children);
  }
}

function inlineText(inline: Inline): string {
  switch (inline.kind) {
    case "text":
    case "code":
      return inline.text;
    case "strong":
    case "emphasis":
    case "delete":
    case "link":
    case "html":
      return plainText(inline.children);
    case "image":
      return inline.image.alt;
    case "break":
      return "\n";
    case "footnote":
      return "";
  }
}

function childrenOf(block: Block): readonly Block[] {
  if (block.kind === "list") return block.items.flatMap(({ blocks }) => blocks);
  if (block.kind === "columns") return block.columns.flat();
  if (block.kind === "endnotes") return block.notes.flat();
  return "blocks" in block ? block.blocks : [];
}
