import type { Element, ElementContent, Root } from "hast";
import { linkCard, pageOf, pictures } from "./cards.ts";
import {
  findAll,
  findFirst,
  hasClass,
  isBlock,
  isElement,
  lineOf,
  make,
  property,
  rewrite,
  type Rule,
  text,
} from "./hast.ts";
import type { Notes } from "./notes.ts";

const MEDIA: Readonly<Record<string, string>> = {
  video: "A video",
  audio: "A recording",
  iframe: "An embed",
};

/** Prepares every system's HTML for Markdown: players, forms, figures, layout tables, headings. */
export function tidyCommon(root: Root, notes: Notes): void {
  rewrite(root, (node, parent) => common(notes)(node, parent));
  lowerHeadings(root);
}

function common(notes: Notes): Rule {
  return (node) => {
    if (node.type === "comment") return /members-only/.test(node.value) ? notes.paywall() : [];
    if (["iframe", "video", "audio", "embed", "object"].includes(node.tagName)) return media(node, notes);
    if (node.tagName === "form") return notes.leftOut("A form", [...node.children, ...labelsOf(node)]);
    if (["input", "select", "textarea"].includes(node.tagName) && property(node, "type") !== "checkbox") {
      return notes.leftOut("A field of a form", labelsOf(make("div", {}, [node])));
    }
    if (node.tagName === "figure" && findFirst(node, (one) => isElement(one, "img")) !== null)
      return pictures(node);
    if (
      node.tagName === "blockquote" &&
      hasClass(node, "twitter-tweet", "instagram-media", "tiktok-embed", "bluesky-embed")
    )
      return [withoutScripts(node)];
    if (node.tagName === "details") return unfold(node);
    if (node.tagName === "table") return tidyTable(node);
    return null;
  };
}

function media(element: Element, notes: Notes): ElementContent[] {
  const source = findFirst(element, (one) => isElement(one, "source"));
  const src = property(element, "src") ?? property(element, "data") ?? (source && property(source, "src"));
  const what = MEDIA[element.tagName] ?? "An embed";
  if (src === null || !/^(?:https?:)?\/\//.test(src)) return notes.leftOut(what, element.children);
  const url = pageOf(src);
  return linkCard({ what, url, title: property(element, "title") }, notes);
}

/** What a form's fields say. */
function labelsOf(form: Element): ElementContent[] {
  return findAll(form, (one) => isElement(one, "input"))
    .map((input) => property(input, "value") ?? property(input, "placeholder"))
    .filter((label) => label !== null)
    .map((label) => text(` ${label}`));
}

function withoutScripts(element: Element): Element {
  return { ...element, tagName: "blockquote", properties: {} };
}

/** Unfolds what a reader could open on a page: an email has nothing to press. */
function unfold(details: Element): ElementContent[] {
  return details.children.map((child) =>
    isElement(child, "summary") ? make("p", {}, [make("strong", {}, child.children)]) : child,
  );
}

/** Shapes a table of data for Markdown; a table that only places things becomes its cells, one after another. */
export function tidyTable(table: Element): ElementContent[] {
  return isLayout(table) ? cellsOf(table) : dataTable(table);
}

/** Whether a table only places things and holds no data. Its cells then follow one another. */
function isLayout(table: Element): boolean {
  if (property(table, "role") === "presentation") return true;
  if (
    findFirst(table, (one) =>
      isElement(one, "table", "img", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote", "letterpress-button"),
    ) !== null
  )
    return true;
  const rows = findAll(table, (one) => isElement(one, "tr"));
  const width = Math.max(0, ...rows.map((row) => findAll(row, isCell).length));
  return width < 2;
}

function isCell(element: Element): boolean {
  return isElement(element, "td", "th");
}

/** A table in Markdown has no caption, and its cells hold one line. */
function dataTable(table: Element): ElementContent[] {
  const captions = findAll(table, (one) => isElement(one, "caption"));
  rewrite(table, (node) => {
    if (node.type !== "element") return null;
    if (node.tagName === "caption") return [];
    if (!isCell(node)) return null;
    const lines = node.children.flatMap((child): ElementContent[] =>
      isElement(child, "p", "div") ? [make("br"), ...child.children, make("br")] : [child],
    );
    return [{ ...node, children: lines }];
  });
  return [...captions.map((caption) => make("p", {}, [make("strong", {}, caption.children)])), table];
}

function cellsOf(table: Element): ElementContent[] {
  const outer = (node: Element): Element[] =>
    node.children.flatMap((child) =>
      !isElement(child) ? [] : isCell(child) || child.tagName === "caption" ? [child] : outer(child),
    );
  // A caption stands outside of rows and cells, and has words too.
  const cells = outer(table);
  return cells.map((cell) => make("div", {}, cell.children));
}

/**
 * The title is the only heading of level 1, so the body's largest headings become level 2, and the others keep their distance. Below
 * level 4 all look the same. A heading that holds more than a line is no heading.
 */
function lowerHeadings(root: Root): void {
  const all = findAll(root, (one) => /^h[1-6]$/.test(one.tagName));
  const lines = all.filter(isLine);
  const levelOf = ({ tagName }: Element) => Number(tagName.slice(1));
  const by = 2 - Math.min(...lines.map(levelOf));
  for (const heading of all) {
    heading.tagName = lines.includes(heading) ? `h${Math.min(4, levelOf(heading) + by)}` : "div";
  }
}

/** Blocks that only group; one of them around the words of a heading changes nothing. */
const WRAPPERS = ["p", "div", "section", "center"];

function isLine(heading: Element): boolean {
  const filled = heading.children.filter((child) => lineOf(child) !== null || isElement(child, "img"));
  if (filled.length === 0) return false;
  const blocks = findAll(
    heading,
    (one) => isBlock(one) && (lineOf(one) !== null || !WRAPPERS.includes(one.tagName)),
  );
  const [only] = blocks;
  return (
    only === undefined || (blocks.length === 1 && filled.length === 1 && WRAPPERS.includes(only.tagName))
  );
}
