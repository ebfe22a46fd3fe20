import type { Block, ListItem, Sponsor } from "#src/model/block.ts";
import type { Guest } from "#src/model/issue.ts";
import { marked } from "#src/model/parts/marks.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { fill } from "#src/model/words/words.ts";
import type { BlockOf } from "#src/render/blocks/emit.ts";
import { captionOf } from "#src/render/frame-words.ts";
import { previousPart, tagsLine } from "#src/render/blocks/further-html.ts";
import { guestStanding } from "#src/render/blocks/guest-html.ts";
import { joinPresent } from "#src/render/join-present.ts";
import { webUrl } from "#src/render/web-url.ts";
import { literal } from "#src/render/blocks/literal.ts";
import { watchWords } from "#src/render/blocks/linked/card-html.ts";
import { contentsList } from "#src/render/blocks/linked/contents-html.ts";
import { rateLinks } from "#src/render/blocks/linked/rate-links.ts";
import { shareLinks } from "#src/render/blocks/linked/share-links.ts";
import { joinShown } from "./join-shown.ts";
import { imageWords, plainInline, withAddress } from "./plain-inline.ts";
import { plainTable } from "./plain-table.ts";

interface Around {
  /** The blocks follow a question: the first paragraph is its answer. */
  readonly asked?: boolean;
  /** Between two blocks; an empty line unless they stand closer. */
  readonly separator?: string;
}

/** Renders blocks as plain text, by default with an empty line between them. */
export function plainBlocks(blocks: readonly Block[], input: TemplateInput, around: Around = {}): string {
  return joinShown(plainPieces(blocks, input, around), around.separator ?? "\n\n");
}

/** Renders each block as plain text. The paragraph after a question is its answer. */
export function plainPieces(
  blocks: readonly Block[],
  input: TemplateInput,
  around: Around = {},
): readonly string[] {
  const { answer } = wordsIn(input.newsletter, input.issue.lang).email;
  let { asked = false } = around;
  return blocks.map((block) => {
    if (block.kind === "only") {
      const text = onlyText(block, input, { ...around, asked });
      asked = false;
      return text;
    }
    const text = plainBlock(block, input);
    const answers = asked && block.kind === "paragraph";
    asked = block.kind === "heading" ? block.question : asked && !answers;
    // If several people answer, a speaker's name says more than an "A".
    return answers && block.speaker === undefined ? `${answer}: ${text}` : text;
  });
}

/** A part for some readers, and what the others get. */
function onlyText(block: BlockOf<"only">, input: TemplateInput, around: Around): string {
  const { asked, blocks, otherwise } = block;
  return marked(asked, plainBlocks(blocks, input, around), plainBlocks(otherwise, input, around));
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
      return cardText(input.issue.guests[block.index], words.guest, input);
    case "author": {
      const author = input.issue.authors[block.index];
      return cardText(author && { ...author, organization: null }, words.author, input);
    }
    case "subscribe":
      return callsText(input);
    case "sponsor":
      return joinPresent([sponsorText(block, input), inner(block.blocks), block.disclosure], "\n\n");
    case "series":
      return previousText(input);
    case "related":
      return relatedText(block, input);
    case "tags":
      return input.issue.tags.length === 0 ? "" : tagsLine(input);
    case "columns":
      return joinShown(block.columns.map(inner), "\n\n");
    case "buttons":
      return block.blocks.map((button) => plainBlock(button, input)).join("\n");
    case "gallery":
      return inner(block.blocks);
    case "card":
      return linkedText(block, input);
    case "contents":
      return contentsText(block, input);
    case "share":
      return shareText(input);
    case "rate":
      return rateText(block, input);
    case "own":
      return input.own[block.index]?.text ?? "";
    case "only":
      return onlyText(block, input, {});
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
  const separator = item.blocks.every(isClose) ? "\n" : "\n\n";
  const text = plainBlocks(item.blocks, input, { separator });
  const indented = prefixed(text, " ".repeat(bullet.length)).slice(bullet.length);
  return bullet + box + indented;
}

/** Whether a block stands in a list item without an empty line around it. */
function isClose(block: Block): boolean {
  if (block.kind === "only") return [...block.blocks, ...block.otherwise].every(isClose);
  return block.kind === "paragraph" || block.kind === "list";
}

function imageText(block: BlockOf<"image">, input: TemplateInput): string {
  const alt = imageWords(block.image.alt, input);
  const linked = block.url === null ? alt : withAddress(alt, block.url);
  return joinPresent([linked, captionOf(block.image, input)], "\n");
}

function cardText(guest: Guest | undefined, label: string, input: TemplateInput): string {
  if (guest === undefined) return "";
  const name = guest.url === null ? guest.name : withAddress(guest.name, guest.url);
  const portrait = guest.image === null ? null : imageWords(guest.image.alt, input);
  return joinPresent([portrait, label, name, guestStanding(guest), guest.bio], "\n");
}

function linkedText(block: BlockOf<"card">, input: TemplateInput): string {
  const picture = block.image === null ? null : imageWords(block.image.alt, input);
  const title = block.children.length > 0 ? plainInline(block.children, input) : watchWords(block, input);
  return joinPresent([picture, withAddress(title, block.url), plainBlocks(block.blocks, input)], "\n");
}

function contentsText(block: BlockOf<"contents">, input: TemplateInput): string {
  const words = wordsIn(input.newsletter, input.issue.lang).email.contents;
  const title = block.children.length > 0 ? plainInline(block.children, input) : words;
  return `${title}\n${plainBlock(contentsList(block, false), input)}`;
}

function shareText(input: TemplateInput): string {
  const links = shareLinks(input);
  if (links.length === 0) return "";
  // A `mailto:` address is not there to be read, so only its words are left.
  const lines = links.map(({ label, url }) => (url.startsWith("mailto:") ? label : `${label}: ${url}`));
  return [wordsIn(input.newsletter, input.issue.lang).email.share, ...lines].join("\n");
}

function rateText(block: BlockOf<"rate">, input: TemplateInput): string {
  const links = rateLinks(input);
  if (links.length === 0) return "";
  const ours = wordsIn(input.newsletter, input.issue.lang).email.rate.question;
  const question = block.children.length > 0 ? plainInline(block.children, input) : ours;
  return [question, ...links.map(({ label, url }) => `${label}: ${url}`)].join("\n");
}

/** A logo whose alt text is only the name adds nothing in words. */
function sponsorText({ name, label, url, logo }: Sponsor, input: TemplateInput): string {
  const linked = url === null ? name : withAddress(name, url);
  const words = wordsIn(input.newsletter, input.issue.lang).email.sponsored;
  const line = label === null ? fill(words, { name: linked }) : `${label} · ${linked}`;
  return joinPresent([line, logo === null || logo.alt === name ? null : imageWords(logo.alt, input)], "\n");
}

function previousText(input: TemplateInput): string {
  const part = previousPart(input);
  if (part === null) return "";
  const words = wordsIn(input.newsletter, input.issue.lang).email.previous;
  return fill(words, { title: withAddress(part.words, part.url) });
}

function relatedText({ index }: BlockOf<"related">, { newsletter, issue }: TemplateInput): string {
  const issues = issue.related[index] ?? [];
  if (issues.length === 0) return "";
  const lines = issues.map(({ slug, title }) => `- ${withAddress(title, webUrl(newsletter, slug))}`);
  return [wordsIn(newsletter, issue.lang).email.related, "", ...lines].join("\n");
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
