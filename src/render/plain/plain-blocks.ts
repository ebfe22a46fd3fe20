import type { Block, ListItem } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { fill } from "#src/model/words/words.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { captionOf } from "#src/render/frame-words.ts";
import { guestStanding } from "#src/render/blocks/guest-html.ts";
import { joinPresent } from "#src/render/join-present.ts";
import { literal } from "#src/render/blocks/literal.ts";
import { imageWords, plainInline, withAddress } from "./plain-inline.ts";
import { plainTable } from "./plain-table.ts";

/** Blocks as plain text, an empty line between them. The paragraph after a question is its answer. */
export function plainBlocks(blocks: readonly Block[], input: TemplateInput): string {
  const { answer } = wordsIn(input.newsletter, input.issue.lang).email;
  let asked = false;
  const texts = blocks.map((block) => {
    const text = plainBlock(block, input);
    const answers = asked && block.kind === "paragraph";
    asked = block.kind === "heading" ? block.question : asked && !answers;
    return answers ? `${answer}: ${text}` : text;
  });
  return joinPresent(texts, "\n\n");
}

function plainBlock(block: Block, input: TemplateInput): string {
  const words = wordsIn(input.newsletter, input.issue.lang).email;
  const inner = (blocks: readonly Block[]) => plainBlocks(blocks, input);
  switch (block.kind) {
    case "heading":
      return headingText(block, input);
    case "paragraph":
      return plainInline(block.children, input);
    case "list":
      return block.items.map((item, index) => itemText(item, block, index, input)).join("\n");
    case "quote":
      return prefixed(inner(block.blocks), "> ");
    case "pullquote":
      return prefixed(joinPresent([plainInline(block.children, input), block.cite], "\n"), "  ");
    case "image":
      return imageText(block, input);
    case "button":
      return withAddress(plainInline(block.children, input), block.url);
    case "code":
      return prefixed(literal(block.text, input), "    ");
    case "table":
      return plainTable(block, input);
    case "rule":
      return "* * *";
    case "callout":
      return `${words.callouts[block.tone]}: ${inner(block.blocks)}`;
    case "guest":
      return guestText(block, input);
    case "subscribe":
      return callsText(input);
    case "sponsor":
      return `${fill(words.sponsored, { name: block.name })}\n\n${inner(block.blocks)}`;
    case "columns":
      return block.columns.map(inner).join("\n\n");
    case "endnotes":
      return `${words.notes}\n\n${block.notes.map((note, index) => `[${index + 1}] ${inner(note)}`).join("\n")}`;
  }
}

function headingText(block: BlockOf<"heading">, input: TemplateInput): string {
  const text = plainInline(block.children, input);
  if (block.question) return `${wordsIn(input.newsletter, input.issue.lang).email.question}: ${text}`;
  const mark = { 2: "-", 3: "", 4: "" }[block.depth];
  return mark === "" ? text : `${text}\n${mark.repeat(Math.min(60, Array.from(text).length))}`;
}

function itemText(item: ListItem, list: BlockOf<"list">, index: number, input: TemplateInput): string {
  const bullet = list.ordered ? `${list.start + index}. ` : "- ";
  const box = item.checked === null ? "" : item.checked ? "[x] " : "[ ] ";
  const separator = item.blocks.every((block) => block.kind === "paragraph" || block.kind === "list")
    ? "\n"
    : "\n\n";
  const text = item.blocks.map((block) => plainBlock(block, input)).join(separator);
  const indented = prefixed(text, " ".repeat(bullet.length)).slice(bullet.length);
  return bullet + box + indented;
}

function imageText(block: BlockOf<"image">, input: TemplateInput): string {
  const alt = imageWords(block.image.alt, input);
  const linked = block.url === null ? alt : withAddress(alt, block.url);
  return joinPresent([linked, captionOf(block.image, input)], "\n");
}

function guestText(block: BlockOf<"guest">, input: TemplateInput): string {
  const guest = input.issue.guests[block.index];
  if (guest === undefined) return "";
  const name = guest.url === null ? guest.name : withAddress(guest.name, guest.url);
  const portrait = guest.image === null ? null : imageWords(guest.image.alt, input);
  const label = wordsIn(input.newsletter, input.issue.lang).email.guest;
  return joinPresent([portrait, label, name, guestStanding(guest), guest.bio], "\n");
}

function callsText({ newsletter, issue, urls }: TemplateInput): string {
  const words = wordsIn(newsletter, issue.lang).email;
  return [
    words.forward.join(" "),
    `${withAddress(words.subscribe[0], urls.subscribe)} ${words.subscribe[1]}`,
    `${withAddress(words.reply[0], urls.reply)} ${words.reply[1]}`,
  ].join("\n");
}

function prefixed(text: string, prefix: string): string {
  return text
    .split("\n")
    .map((line) => prefix + line)
    .join("\n");
}
