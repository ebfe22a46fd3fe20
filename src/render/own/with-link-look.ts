import type { TemplateInput } from "#src/model/template.ts";
import { linkLook } from "#src/render/blocks/inline-html.ts";
import { applyEdits, attributeOf, elementsOf, readTree } from "#src/render/html-tree.ts";

/**
 * Gives links in a block's HTML that say nothing of their look the look of the links. In running text, a link without a class takes
 * the colour of the text around it, because it is one that a mail program made.
 */
export function withLinkLook(html: string, input: TemplateInput): string {
  const edits = [...elementsOf(readTree(html).body)].flatMap((element) => {
    const tag = element.sourceCodeLocation?.startTag;
    const isBare = ["class", "style"].every((name) => attributeOf(element, name) === null);
    if (element.tagName !== "a" || attributeOf(element, "href") === null || !tag || !isBare) return [];
    const at = tag.startOffset + "<a".length;
    return [{ start: at, end: at, text: linkLook(input) }];
  });
  return applyEdits(html, edits);
}
