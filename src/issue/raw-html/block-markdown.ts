import type { Element, ElementContent, Parents, Root } from "hast";
import { fromParse5 } from "hast-util-from-parse5";
import type { Nodes } from "mdast";
import { parseFragment } from "parse5";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";
import { findAll, isElement, make, property, text, textOf } from "#src/issue/import/hast.ts";
import { lostWords } from "#src/issue/import/lost-words.ts";
import { type Picture, toMarkdownTree } from "#src/issue/import/to-mdast.ts";
import { writeMarkdown } from "#src/issue/import/write-markdown.ts";
import { maskMergeTags } from "#src/issue/merge-tags/mask-merge-tags.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import { isWhole } from "./is-whole.ts";
import { mediaPage } from "./media-page.ts";
import { placeLayouts, shapeHtml } from "./shape-html.ts";

/**
 * Returns the Markdown that replaces a block of raw HTML; "" if the block only grouped what is around it. Null if its author must
 * decide: the block is cut in the middle, hides something, or would lose a word or address. Markdown in it stays as it is.
 */
export function blockMarkdown(html: string): string | null {
  if (!isWhole(html)) return null;
  const root = fromParse5(parseFragment(html) as never) as Root;
  const players = findAll(root, (one) => isElement(one, "iframe", "video", "audio"));
  if (findAll(root, isHidden).length > 0 || players.some((one) => mediaPage(one) === null)) return null;
  if (holdsBlocks(root)) return null;
  const words = wordsOf(root);
  const addresses = addressesOf(root);
  shapeHtml(root);
  placeLayouts(root);
  keepMarkdown(root);
  const images = findAll(root, (one) => isElement(one, "img")).map((one) => property(one, "src") ?? "");
  const pictures = new Map<string, Picture>(images.map((url) => [url, { kind: "link", url, note: null }]));
  const { markdown } = writeMarkdown(toMarkdownTree(root, { notes: [], pictures, title: "" }));
  const written = markdown.trim();
  return lostWords(words, written, []).length === 0 && holds(written, addresses) ? written : null;
}

/** Finds lists and headings of Markdown between tags: readers of GitHub see their marks, and the author meant a list. */
function holdsBlocks(parent: Parents): boolean {
  return parent.children.some((child) => {
    if (child.type === "text")
      return (
        /(?:^|\n)[ \t]*(?:[-*+]|\d{1,3}[.)]|#{1,6}|>)[ \t]+\S[^\n]*\n\s*\S/.test(child.value) ||
        /\n[ \t]*(?:[-*+]|#{1,6})[ \t]+\S/.test(child.value)
      );
    return (
      isElement(child as ElementContent) &&
      !isElement(child as Element, "pre", "code") &&
      holdsBlocks(child as Element)
    );
  });
}

function isHidden(element: Element): boolean {
  return (
    property(element, "hidden") !== null ||
    /(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(property(element, "style") ?? "")
  );
}

/** The words that a reader sees, and those that stand for pictures. */
function wordsOf(root: Root): string {
  const images = findAll(root, (one) => isElement(one, "img"));
  const instead = images.flatMap((one) => [property(one, "alt"), property(one, "title")]);
  return [textOf(root), ...instead].join("\n");
}

function addressesOf(root: Root): readonly string[] {
  const links = findAll(root, (one) => isElement(one, "a") && textOf(one).trim() !== "");
  const images = findAll(root, (one) => isElement(one, "img"));
  return [...links.map((one) => property(one, "href")), ...images.map((one) => property(one, "src"))].filter(
    (address) => address !== null,
  );
}

/** True if the Markdown leads to each of the addresses. Merge tags are hidden from Markdown, as they are when an issue is read. */
function holds(markdown: string, addresses: readonly string[]): boolean {
  const masked = maskMergeTags(markdown);
  const found: string[] = [];
  const visit = (node: Nodes) => {
    if ("url" in node) found.push(replaceTokens(node.url, (index) => masked.candidates[index]?.source ?? ""));
    if ("children" in node) for (const child of node.children) visit(child);
  };
  visit(parseMarkdown(masked.text));
  return addresses.every((address) => found.includes(address));
}

/** Marks around whole words, or a link: people who put a tag around `**words**` mean bold words. `2*3*4` is no Markdown. */
const MARKDOWN =
  /(?:^|[\s(“"'])(\*\*|__|\*|_|~~|`)(?=\S)[\s\S]*?\S\1(?=$|[\s).,;:!?”"'])|!?\[[^\]]+\]\([^\s)]+\)|\[\^[^\s\]]+\]/u;
const TAGS = /(\{\{.*?\}\})/;

/** Keeps words that are Markdown already, and merge tags, as they are typed. Everything else that Markdown would read is escaped. */
function keepMarkdown(parent: Parents): void {
  parent.children = (parent.children as ElementContent[]).flatMap((child): ElementContent[] => {
    if (isElement(child) && !isElement(child, "code", "pre", "letterpress-tag")) keepMarkdown(child);
    if (child.type !== "text") return [child];
    return MARKDOWN.test(child.value) ? asTyped(child.value) : child.value.split(TAGS).flatMap(tagAsTyped);
  });
}

function tagAsTyped(piece: string): ElementContent[] {
  if (piece === "") return [];
  return TAGS.test(piece) ? [typed(piece)] : [text(piece)];
}

function asTyped(value: string): ElementContent[] {
  const [, before = "", inner = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(value) ?? [];
  const source = inner
    .replace(/\s+/g, " ")
    .replaceAll("<", String.raw`\<`)
    .replace(/&(?=[#\w]+;)/g, "&amp;");
  return [text(before), typed(source), text(after)];
}

/** A node that is written as `source`. Its content is never written; without any, the space before it would seem to end the line. */
function typed(source: string): Element {
  return make("letterpress-tag", { dataSource: source }, [text(source)]);
}
