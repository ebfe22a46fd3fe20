import { type DefaultTreeAdapterTypes, parse } from "parse5";

type HtmlNode = DefaultTreeAdapterTypes.ChildNode;
export type HtmlElement = DefaultTreeAdapterTypes.Element;

/** A document as a browser reads it. What the text leaves to the browser is here too, without a place in the text. */
export interface HtmlTree {
  /** The text that was parsed. */
  readonly source: string;
  readonly hasDoctype: boolean;
  readonly html: HtmlElement;
  readonly head: HtmlElement;
  readonly body: HtmlElement;
}

/** Replace the characters from `start` up to `end` by `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Parse a document. A browser reads anything, and so does this. */
export function readTree(source: string): HtmlTree {
  const document = parse(source, { sourceCodeLocationInfo: true, scriptingEnabled: false });
  const html = document.childNodes.find(isElement);
  const [head, body] = ["head", "body"].map((name) =>
    html?.childNodes.filter(isElement).find(({ tagName }) => tagName === name),
  );
  if (html === undefined || head === undefined || body === undefined)
    throw new Error("A parsed document has html, head and body.");
  const hasDoctype = document.childNodes.some(({ nodeName }) => nodeName === "#documentType");
  return { source, hasDoctype, html, head, body };
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return "tagName" in node;
}

/** The element and all those in it, in the order of the text. */
export function* elementsOf(element: HtmlElement): Generator<HtmlElement> {
  yield element;
  for (const child of element.childNodes) if (isElement(child)) yield* elementsOf(child);
}

/** The text in a node, style sheets and scripts left out. */
export function textOf(node: HtmlNode): string {
  if ("value" in node) return node.value;
  if (!isElement(node) || node.tagName === "style" || node.tagName === "script") return "";
  return node.childNodes.map(textOf).join("");
}

/** What a `<style>` element says. */
export function cssOf(style: HtmlElement): string {
  return style.childNodes.map((node) => ("value" in node ? node.value : "")).join("");
}

export function attributeOf(element: HtmlElement, name: string): string | null {
  return element.attrs.find((attribute) => attribute.name === name)?.value ?? null;
}

export function classesOf(element: HtmlElement): readonly string[] {
  return (attributeOf(element, "class") ?? "").split(/\s+/).filter((name) => name !== "");
}

/** Where a node begins in the text; null where it is the browser's. */
export function startOf(node: HtmlNode): number | null {
  return node.sourceCodeLocation?.startOffset ?? null;
}

/** Give an element an attribute, in place of one that it may have. `value` is escaped. No edit where the tag is the browser's. */
export function setAttribute(element: HtmlElement, name: string, value: string): readonly Edit[] {
  const place = element.sourceCodeLocation;
  if (!place?.startTag || attributeOf(element, name) === value) return [];
  const old = place.attrs?.[name];
  if (old !== undefined) return [{ start: old.startOffset, end: old.endOffset, text: `${name}="${value}"` }];
  return [insert(place.startTag.startOffset + 1 + element.tagName.length, ` ${name}="${value}"`)];
}

/** Remove an attribute and the space before it. */
export function removeAttribute({ sourceCodeLocation: place }: HtmlElement, name: string): readonly Edit[] {
  const old = place?.attrs?.[name];
  return old === undefined ? [] : [{ start: old.startOffset - 1, end: old.endOffset, text: "" }];
}

/** Replace all that is in an element. `text` is escaped where the element's text must be. */
export function setContent({ sourceCodeLocation: place }: HtmlElement, text: string): readonly Edit[] {
  if (!place?.startTag || !place.endTag) return [];
  return [{ start: place.startTag.endOffset, end: place.endTag.startOffset, text }];
}

/** Remove an element with all that is in it. */
export function remove({ sourceCodeLocation: place }: HtmlElement): readonly Edit[] {
  return place ? [{ start: place.startOffset, end: place.endOffset, text: "" }] : [];
}

export function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** All edits at once. Those at one place stay in their order; every other byte stays as it is. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  let end = 0;
  let result = "";
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    result += source.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return result + source.slice(end);
}
