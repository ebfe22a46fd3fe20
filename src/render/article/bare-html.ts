import type { Element, ElementContent, Nodes, Parents, Root, RootContent } from "hast";
import { fromParse5 } from "hast-util-from-parse5";
import { toHtml } from "hast-util-to-html";
import { parseFragment } from "parse5";

/** The attributes that the HTML for feeds keeps. */
const KEPT = new Set([
  "href",
  "src",
  "alt",
  "width",
  "height",
  "title",
  "id",
  "lang",
  "dir",
  "start",
  "colSpan",
  "rowSpan",
  "scope",
]);
const BLOCK = /^(?:p|h[1-6]|ul|ol|table|blockquote|pre|figure|hr|div|section)$/;

/**
 * Returns the HTML of a mail without its look, for feeds: no layout tables, no styles, no comments. The feed reader decides how it looks.
 * `page` is the absolute address of the page: a link to a note within the text leads to the note there.
 */
export function bareHtml(html: string, page: string): string {
  const root = fromParse5(parseFragment(html)) as Nodes;
  if (root.type !== "root") return "";
  strip(root, page);
  return toHtml(root).trim();
}

function strip(parent: Parents | Root, page: string): void {
  const children: RootContent[] = [];
  for (const child of parent.children) {
    if (child.type === "comment") continue;
    if (child.type !== "element") {
      children.push(child);
      continue;
    }
    strip(child, page);
    children.push(...bared(child, page));
  }
  parent.children = children as ElementContent[];
}

function bared(element: Element, page: string): readonly ElementContent[] {
  const { tagName, properties, children } = element;
  if (tagName === "style" || tagName === "script") return [];
  if (tagName === "table" && properties["role"] === "presentation") return cellsOf(element).flatMap(asBlocks);
  if (tagName === "span" && properties["lang"] === undefined && properties["dir"] === undefined)
    return properties["ariaHidden"] === "true" ? [] : children;
  const { href } = properties;
  const target = typeof href === "string" && href.startsWith("#") ? { href: `${page}${href}` } : {};
  const kept = Object.entries(properties).filter(
    // A table's own widths and heights are the look of the mail.
    ([name]) => KEPT.has(name) && (tagName === "img" || (name !== "width" && name !== "height")),
  );
  return [{ ...element, properties: { ...Object.fromEntries(kept), ...target } }];
}

/** Returns the cells of this layout table itself, without those of a table inside one of its cells. */
function cellsOf(element: Element): readonly Element[] {
  return element.children.flatMap((child) => {
    if (child.type !== "element") return [];
    return child.tagName === "td" || child.tagName === "th" ? [child] : cellsOf(child);
  });
}

/** A cell's bare words get a `<p>`, or they would run into what follows. */
function asBlocks({ children }: Element): readonly ElementContent[] {
  const shown = children.filter((child) => child.type !== "text" || child.value.trim() !== "");
  if (shown.length === 0) return [];
  if (shown.some((child) => child.type === "element" && BLOCK.test(child.tagName))) return shown;
  return [{ type: "element", tagName: "p", properties: {}, children: shown }];
}
