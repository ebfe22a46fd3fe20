import type { Html } from "mdast";
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import type { Block } from "#src/model/block.ts";
import { type BodyContext, placeOf, startOf } from "./body-context.ts";

type HtmlNode = DefaultTreeAdapterTypes.Node;

/**
 * Returns the words of a block of raw HTML as one paragraph. Its tags were refused with a finding; without the words, the preview
 * would hide what else is lost.
 */
export function htmlWords(node: Html, context: BodyContext): readonly Block[] {
  const words = textOf(parseFragment(node.value)).replace(/\s+/g, " ").trim();
  if (words === "") return [];
  const text = context.tags.read(words, startOf(node));
  return [{ kind: "paragraph", children: [{ kind: "text", text }], place: placeOf(node, context) }];
}

/** The text and alt texts of a node. A script is no text. */
function textOf(node: HtmlNode): string {
  if ("value" in node) return node.value;
  if (!("childNodes" in node) || ["script", "style"].includes(node.nodeName)) return "";
  const alt = "attrs" in node ? node.attrs.find(({ name }) => name === "alt") : undefined;
  return ` ${alt?.value ?? ""}${node.childNodes.map(textOf).join("")} `;
}
