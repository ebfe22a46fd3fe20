import type { TemplateInput } from "#src/model/template.ts";
import { linkLook } from "#src/render/blocks/inline-html.ts";
import { applyEdits, attributeOf, elementsOf, readTree } from "#src/render/html-tree.ts";

/**
 * HTML of a block whose links that say nothing of their look are links of the issue. Running text makes those that have no class its own
 * colour, because a mail program wrote them.
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
