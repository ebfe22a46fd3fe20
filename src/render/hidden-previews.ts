import { attributeOf, type HtmlElement, isElement, textOf } from "./html-tree.ts";

/** Characters that fill an inbox's line after the preview text, and white space. */
const FILLERS = /(?:\s|\u034F|\p{Cf})+/gu;
const HIDDEN =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|(?:max-height|opacity)\s*:\s*0(?:px)?\s*(?:;|!|$))/i;

/** Returns the hidden texts before anything that readers see: an inbox shows them after the subject. */
export function hiddenPreviews(element: HtmlElement): readonly HtmlElement[] {
  const found: HtmlElement[] = [];
  collect(element, found);
  return found;
}

/** Collects hidden texts. Returns whether there was something to see. */
function collect(element: HtmlElement, found: HtmlElement[]): boolean {
  for (const node of element.childNodes) {
    if ("value" in node && node.value.trim() !== "") return true;
    if (!isElement(node) || node.tagName === "style" || node.tagName === "title") continue;
    if (node.tagName === "img") return true;
    if (!HIDDEN.test(attributeOf(node, "style") ?? "")) {
      if (collect(node, found)) return true;
    } else if (previewWords(node) !== "") {
      found.push(node);
    }
  }
  return false;
}

/** Returns the words of a hidden text, without what fills the line after them. */
export function previewWords(element: HtmlElement): string {
  return textOf(element).replace(FILLERS, " ").trim();
}
