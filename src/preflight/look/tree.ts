import { type DefaultTreeAdapterTypes, parse } from "parse5";

export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlNode = DefaultTreeAdapterTypes.ChildNode;
export type HtmlText = DefaultTreeAdapterTypes.TextNode;

/** An email's HTML as a browser reads it, every element in the order of the text. */
export interface HtmlTree {
  readonly source: string;
  readonly elements: readonly HtmlElement[];
  readonly body: HtmlElement | null;
}

export function readTree(source: string): HtmlTree {
  const document = parse(source, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  const elements: HtmlElement[] = [];
  const gather = (nodes: readonly HtmlNode[]) => {
    for (const node of nodes) {
      if (!isElement(node)) continue;
      elements.push(node);
      gather(node.childNodes);
    }
  };
  gather(document.childNodes);
  return { source, elements, body: elements.find(({ tagName }) => tagName === "body") ?? null };
}

export function isElement(node: DefaultTreeAdapterTypes.Node): node is HtmlElement {
  return "tagName" in node;
}

export function isText(node: DefaultTreeAdapterTypes.Node): node is HtmlText {
  return node.nodeName === "#text";
}

export function attributeOf(element: HtmlElement, name: string): string | null {
  return element.attrs.find((attribute) => attribute.name === name)?.value ?? null;
}

export function parentOf(node: HtmlElement | HtmlText): HtmlElement | null {
  const { parentNode } = node;
  return parentNode !== null && isElement(parentNode) ? parentNode : null;
}

/** The elements around a node, from the inside out. */
export function* ancestorsOf(node: HtmlElement | HtmlText): Generator<HtmlElement> {
  for (let at = parentOf(node); at !== null; at = parentOf(at)) yield at;
}

/** What a screen reader would say: texts, and the alt texts of pictures. */
export function wordsOf(node: HtmlNode): string {
  if (isText(node)) return node.value;
  if (!isElement(node) || node.tagName === "style" || node.tagName === "script") return "";
  if (node.tagName === "img") return attributeOf(node, "alt") ?? "";
  return node.childNodes.map(wordsOf).join("");
}

/** The opening tag as it is written; "" if the parser added the element. */
export function tagText(element: HtmlElement, { source }: Pick<HtmlTree, "source">): string {
  const place = element.sourceCodeLocation?.startTag;
  return place === undefined ? "" : source.slice(place.startOffset, place.endOffset);
}
