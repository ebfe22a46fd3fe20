import type { Element, Nodes, Root } from "hast";
import { fromParse5 } from "hast-util-from-parse5";
import { parse } from "parse5";
import { cleanedText } from "#src/issue/exports/cleaned-text.ts";
import { findFirst, hasClass, isElement, property, rewrite } from "./hast.ts";

/** The body of a piece of HTML or of a whole page, as a browser reads it, without what no reader sees. */
export function parseHtml(html: string): Root {
  const page = fromParse5(parse(cleanedText(html)) as never) as Nodes;
  const body = page.type === "root" ? findFirst(page, (one) => one.tagName === "body") : null;
  const root: Root = { type: "root", children: body?.children ?? [] };
  rewrite(root, (node) => (node.type === "element" && isUnseen(node) ? [] : null));
  return root;
}

const UNSEEN = ["script", "style", "template", "noscript", "link", "meta", "title", "svg", "wbr"];

/** A pixel that counts openings is unseen too, and so are labels of Substack's editor. */
function isUnseen(element: Element): boolean {
  if (UNSEEN.includes(element.tagName) || element.tagName.startsWith("letterpress-")) return true;
  if (
    property(element, "hidden") !== null ||
    hasClass(element, "sr-only", "hide-text", "ProseMirror-trailingBreak")
  )
    return true;
  if (/display:\s*none/i.test(property(element, "style") ?? "")) return true;
  return (
    isElement(element, "img") && property(element, "width") === "1" && property(element, "height") === "1"
  );
}
