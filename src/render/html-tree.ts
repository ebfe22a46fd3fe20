import { type DefaultTreeAdapterTypes, parse } from "parse5";

type HtmlNode = DefaultTreeAdapterTypes.ChildNode;
export type HtmlElement = DefaultTreeAdapterTypes.Element;

/** A document as a browser reads it. Elements that only the browser adds are here too, without a place in the text. */
export interface HtmlTree {
  /** The text that was parsed. */
  readonly source: string;
  readonly hasDoctype: boolean;
  readonly html: HtmlElement;
  readonly head: HtmlElement;
  readonly body: HtmlElement;
}

/** Replaces the characters from `start` up to `end` by `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Parses a document. It accepts anything, as a browser does. */
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

/** Yields the element and all elements in it, in the order of the text. */
export function* elementsOf(element: HtmlElement): Generator<HtmlElement> {
  yield element;
  for (const child of element.childNodes) if (isElement(child)) yield* elementsOf(child);
}

/** Returns the text in a node, without style sheets and scripts. */
export function textOf(node: HtmlNode): string {
  if ("value" in node) return node.value;
  if (!isElement(node) || node.tagName === "style" || node.tagName === "script") return "";
  return node.childNodes.map(textOf).join("");
}

/** Returns the CSS in a `<style>` element. */
export function cssOf(style: HtmlElement): string {
  return style.childNodes.map((node) => ("value" in node ? node.value : "")).join("");
}

export function attributeOf(element: HtmlElement, name: string): string | null {
  return element.attrs.find((attribute) => attribute.name === name)?.value ?? null;
}

export function classesOf(element: HtmlElement): readonly string[] {
  return (attributeOf(element, "class") ?? "").split(/\s+/).filter((name) => name !== "");
}

/** Returns where a node begins in the text; null if only the browser added it. */
export function startOf(node: HtmlNode): number | null {
  return node.sourceCodeLocation?.startOffset ?? null;
}

/**
 * Sets an attribute of an element, in place of one that it may have. `value` must be escaped already. Makes no edit if only the browser
 * added the tag.
 */
export function setAttribute(element: HtmlElement, name: string, value: string): readonly Edit[] {
  const place = element.sourceCodeLocation;
  if (!place?.startTag || attributeOf(element, name) === value) return [];
  const old = place.attrs?.[name];
  if (old !== undefined) return [{ start: old.startOffset, end: old.endOffset, text: `${name}="${value}"` }];
  return [insert(place.startTag.startOffset + 1 + element.tagName.length, ` ${name}="${value}"`)];
}

/** Removes an attribute and the space before it. */
export function removeAttribute({ sourceCodeLocation: place }: HtmlElement, name: string): readonly Edit[] {
  const old = place?.attrs?.[name];
  return old === undefined ? [] : [{ start: old.startOffset - 1, end: old.endOffset, text: "" }];
}

/** Replaces everything in an element. `text` is escaped where the element's text must be. */
export function setContent({ sourceCodeLocation: place }: HtmlElement, text: string): readonly Edit[] {
  if (!place?.startTag || !place.endTag) return [];
  return [{ start: place.startTag.endOffset, end: place.endTag.startOffset, text }];
}

/** Removes an element with everything in it. */
export function remove({ sourceCodeLocation: place }: HtmlElement): readonly Edit[] {
  return place ? [{ start: place.startOffset, end: place.endOffset, text: "" }] : [];
}

export function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

/** Applies all edits at once. Edits at the same place stay in their order; every other byte stays as it is. */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  let end = 0;
  let result = "";
  for (const edit of edits.toSorted((a, b) => a.start - b.start)) {
    result += source.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return result + source.slice(end);
}
