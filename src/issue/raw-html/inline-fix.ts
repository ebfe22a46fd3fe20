import type { Element, Root } from "hast";
import { fromParse5 } from "hast-util-from-parse5";
import type { Nodes, PhrasingContent } from "mdast";
import { defaultHandlers, toMarkdown } from "mdast-util-to-markdown";
import { parseFragment } from "parse5";
import { endOf, startOf } from "#src/issue/body/body-context.ts";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";
import { findFirst, property } from "#src/issue/import/hast.ts";
import { maskMergeTags } from "#src/issue/merge-tags/mask-merge-tags.ts";
import type { Fix } from "#src/model/finding.ts";
import { isHtmlName } from "./html-names.ts";
import { mediaPage } from "./media-page.ts";
import { isDrawn, layoutOf } from "./shape-html.ts";
import { tagsIn } from "./tags-in.ts";

type Mark = "strong" | "emphasis" | "delete";

const MARKS: Readonly<Record<string, readonly [string, Mark]>> = {
  b: ["**", "strong"],
  strong: ["**", "strong"],
  i: ["*", "emphasis"],
  em: ["*", "emphasis"],
  s: ["~~", "delete"],
  del: ["~~", "delete"],
  strike: ["~~", "delete"],
};
const CODE = new Set(["code", "tt", "samp", "var"]);
const MEDIA = new Set(["iframe", "video", "audio"]);
/** Tags that change how words look, or nothing at all: the words stay. */
const PLAIN = new Set(
  "span font big center div p label abbr acronym cite dfn time bdi bdo nobr picture figure section article wbr data".split(
    " ",
  ),
);

/** The nodes of a sentence, the other half of each tag among them, and the file as its author sees it. */
export interface Sentence {
  readonly nodes: readonly PhrasingContent[];
  readonly pairs: ReadonlyMap<number, number>;
  readonly text: string;
}

/** The most nodes between two tags: more is no sentence, and would take minutes to read again and again. */
const MOST_NODES = 100;

/** The edit that writes the element which opens at `index` as Markdown, up to its closing tag. Null if no edit is certain. */
export function inlineFix(index: number, { nodes, pairs, text }: Sentence): Fix | null {
  const node = nodes[index];
  if (node === undefined) return null;
  const source = text.slice(startOf(node), endOf(node));
  const tag = tagsIn(source)[0];
  if (tag === undefined || source.includes("\uFFFD")) return null;
  const { name } = tag;
  const element = elementOf(source);
  const close = pairs.get(index) ?? null;
  const whole = (instead: string | null, to: Nodes = node): Fix | null =>
    instead === null ? null : { start: startOf(node), end: endOf(to), text: instead };
  if (name === "img") return whole(element && imageMarkdown(element));
  // A picture's `<source>` shows nothing and can go; that of a film is its address.
  if (name === "source") return whole(element && property(element, "srcSet") !== null ? "" : null);
  const end = close === null ? null : nodes[close];
  if (!isHtmlName(name))
    return whole(end ? escaped(text.slice(startOf(node), endOf(end)), name) : `\\${source}`, end ?? node);
  if (PLAIN.has(name) && end === undefined) return whole("");
  if (!end || close === null || close - index > MOST_NODES) return null;
  const inner = text.slice(endOf(node), startOf(end));
  const around = { before: text[startOf(node) - 1] ?? "", after: text[endOf(end)] ?? "" };
  if (inner.includes("\uFFFD")) return null;
  if (PLAIN.has(name)) return whole(inner, end);
  if (name === "ins") return whole(`<u>${inner}</u>`, end);
  if (MEDIA.has(name)) {
    const page = inner.trim() === "" ? mediaPage(elementOf(`${source}${inner}</${name}>`) ?? element!) : null;
    return whole(page && (page.title === null ? `<${page.url}>` : `[${page.title}](${page.url})`), end);
  }
  if (CODE.has(name)) return whole(codeMarkdown(nodes.slice(index + 1, close)), end);
  if (name === "a") {
    const isButton = element !== null && isDrawn(element) && index === 0 && close === nodes.length - 1;
    const link = element && linkMarkdown(element, inner, around);
    return whole(isButton && link !== null ? `**${link}**` : link, end);
  }
  const mark = MARKS[name];
  return mark === undefined ? null : whole(marked(inner, mark, around), end);
}

/** The edit for a closing tag that nothing in its paragraph opened. A tag of HTML goes, because nobody sees it; any other is text. */
export function strayFix(name: string, node: Nodes): Fix {
  const start = startOf(node);
  return isHtmlName(name) ? { start, end: endOf(node), text: "" } : { start, end: start, text: "\\" };
}

function elementOf(source: string): Element | null {
  return findFirst(fromParse5(parseFragment(source) as never) as Root, () => true);
}

/** Escapes a tag that is text: `Array<string>` is no HTML. */
function escaped(source: string, name: string): string {
  return tagsIn(source)
    .filter((tag) => tag.name === name)
    .reduceRight((rest, { at }) => `${rest.slice(0, at)}\\${rest.slice(at)}`, source);
}

function imageMarkdown(image: Element): string | null {
  const url = property(image, "src");
  if (url === null) return null;
  const [alt, title] = [property(image, "alt") ?? "", property(image, "title")];
  // Merge tags in a description must not be escaped.
  const written = alt.includes("{{")
    ? `![${alt.replace(/[[\]]/g, String.raw`\$&`)}](${destination(url)}${titleOf(title)})`
    : toMarkdown({ type: "image", url, alt, title }).trim();
  return `${written}${layoutOf(image, false) ?? ""}`;
}

function linkMarkdown(link: Element, inner: string, around: Around): string | null {
  const href = property(link, "href");
  if (href === null) return inner;
  const written = `[${inner.trim()}](${destination(href)}${titleOf(property(link, "title"))})`;
  const spaced = `${inner.startsWith(" ") ? " " : ""}${written}${inner.endsWith(" ") ? " " : ""}`;
  return readsAs("link", spaced, inner, around) ? spaced : null;
}

function destination(url: string): string {
  return /^[^\s<>()]+$/.test(url) ? url : `<${url.replace(/[<>]/g, encodeURIComponent)}>`;
}

function titleOf(title: string | null): string {
  return title === null || title === "" ? "" : ` ${JSON.stringify(title.replace(/\s+/g, " "))}`;
}

function codeMarkdown(nodes: readonly PhrasingContent[]): string | null {
  if (!nodes.every((node) => node.type === "text")) return null;
  const value = nodes.map((node) => (node.type === "text" ? node.value : "")).join("");
  if (value.trim() === "" || /[\uE000-\uE002]/.test(value)) return null;
  const written = defaultHandlers.inlineCode({ type: "inlineCode", value }, undefined, {
    unsafe: [],
  } as never);
  const [only] = childrenOf(written);
  return only?.type === "inlineCode" && only.value === value.replace(/\r?\n/g, " ") ? written : null;
}

interface Around {
  readonly before: string;
  readonly after: string;
}

/** Puts a mark around words. Spaces at the edges move out: `** bold**` is no Markdown. */
function marked(inner: string, [mark, kind]: readonly [string, Mark], around: Around): string | null {
  const [, before = "", words = "", after = ""] = /^(\s*)([\s\S]*?)(\s*)$/.exec(inner) ?? [];
  if (words === "") return inner;
  const written = `${before}${mark}${words}${mark}${after}`;
  return readsAs(kind, written, words, around) ? written : null;
}

/** Whether Markdown reads this, between its neighbours, as one node of a kind with the same words as before. */
function readsAs(kind: Mark | "link", written: string, inner: string, { before, after }: Around): boolean {
  // `!` before a link makes a picture of it. Any other sign only counts as a sign, and a point stands for it: `>` would begin a quotation.
  if (kind === "link" && before === "!") return false;
  const sides = [before, after].map((side) => side.trim().replace(/[\p{P}\p{S}]/u, "."));
  const nodes = childrenOf(`${sides[0]}${written}${sides[1]}`);
  const words = wordsOf(childrenOf(inner.trim()));
  return nodes.some((node) => node.type === kind && "children" in node && wordsOf(node.children) === words);
}

function childrenOf(markdown: string): readonly PhrasingContent[] {
  const [first, ...others] = parseMarkdown(maskMergeTags(markdown).text).children;
  return first?.type === "paragraph" && others.length === 0 ? first.children : [];
}

function wordsOf(nodes: readonly Nodes[]): string {
  return nodes
    .map((node) => {
      if (node.type === "html") return "";
      if ("value" in node) return node.value;
      if (node.type === "image") return node.alt ?? "";
      return "children" in node ? wordsOf(node.children) : "";
    })
    .join("")
    .replace(/[\uE000-\uE002\uE010-\uE019]+/g, "{}")
    .trim();
}
