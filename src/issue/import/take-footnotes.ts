import type { Element, ElementContent, Parents, Root } from "hast";
import { findAll, findFirst, hasClass, isElement, lineOf, make, property, rewrite } from "./hast.ts";

/**
 * Takes footnotes as every system writes them: a link to an element further down, and a link from there back. Both become our own
 * kind, so that the numbers are counted again.
 */
export function takeFootnotes(root: Root): void {
  const holders = holdersById(root);
  const notes = new Map<Element, { readonly name: string; readonly back: readonly Element[] }>();
  const references = new Map<Element, string>();
  const isBack = (anchor: Element) => [...notes.values()].some(({ back }) => back.includes(anchor));
  for (const [anchor, ids] of anchorsWithIds(root)) {
    // A link back from a note would make a footnote of the sentence.
    if (isBack(anchor)) continue;
    const target = property(anchor, "href")?.slice(1) ?? "";
    const note = holders.get(target);
    if (note === undefined || notes.has(note)) {
      const known = note && notes.get(note);
      // A second reference to the same footnote.
      if (known && !known.back.includes(anchor)) references.set(anchor, known.name);
      continue;
    }
    const back = findAll(note, (one) => ids.includes((property(one, "href") ?? "").replace(/^#/, "")));
    if (back.length === 0 || findAll(note, (one) => one === anchor).length > 0) continue;
    const name = String(notes.size + 1);
    notes.set(note, { name, back });
    references.set(anchor, name);
  }
  if (notes.size === 0) return;
  const backs = new Set([...notes.values()].flatMap(({ back }) => back));
  rewrite(root, (node) => {
    if (!isElement(node as Element)) return null;
    const element = node as Element;
    if (backs.has(element)) return [];
    const name = references.get(element) ?? soleReference(element, references);
    if (name !== undefined) return [make("letterpress-ref", { dataName: name })];
    const note = notes.get(element);
    if (note === undefined) return null;
    return [make("letterpress-footnote", { dataName: note.name }, contentOf(element, backs))];
  });
  liftFootnotes(root);
}

/** In-page links with the ids that a link back may name: their own, or those of elements around them, such as `sup`. */
function anchorsWithIds(
  node: Parents,
  around: readonly string[] = [],
): (readonly [Element, readonly string[]])[] {
  return node.children.flatMap((child): (readonly [Element, readonly string[]])[] => {
    if (!isElement(child)) return [];
    const id = property(child, "id");
    const ids = id === null ? around : [...around, id];
    const isLink = child.tagName === "a" && (property(child, "href") ?? "").startsWith("#");
    return [...(isLink && ids.length > 0 ? [[child, ids] as const] : []), ...anchorsWithIds(child, ids)];
  });
}

/** Elements that may be footnotes, by the ids in them: list items, Substack's `div.footnote`, paragraphs. */
function holdersById(root: Root): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  const visit = (node: Parents, holder: Element | null) => {
    for (const child of node.children) {
      if (!isElement(child)) continue;
      const isHolder =
        child.tagName === "li" || hasClass(child, "footnote") || (child.tagName === "p" && holder === null);
      const own = isHolder ? child : holder;
      const id = property(child, "id");
      if (id !== null && own !== null && !found.has(id)) found.set(id, own);
      visit(child, own);
    }
  };
  visit(root, null);
  return found;
}

/** A `<sup>` around a reference is replaced with it: our footnotes bring their own. */
function soleReference(element: Element, references: ReadonlyMap<Element, string>): string | undefined {
  if (element.tagName !== "sup") return undefined;
  const inner = element.children.filter((child) => child.type !== "text" || child.value.trim() !== "");
  return inner.length === 1 && isElement(inner[0]!) ? references.get(inner[0]) : undefined;
}

function contentOf(note: Element, backs: ReadonlySet<Element>): ElementContent[] {
  const content = findFirst(note, (one) => hasClass(one, "footnote-content")) ?? note;
  return content.children.filter((child) => !(isElement(child) && backs.has(child)));
}

/** Lifts footnotes out of their list, which then holds nothing, and drops the heading that a Markdown program put above it. */
function liftFootnotes(root: Root): void {
  const isNote = (element: Element) => element.tagName === "letterpress-footnote";
  rewrite(root, (node) => {
    if (!isElement(node as Element, "section", "div", "ol", "ul")) return null;
    const element = node as Element;
    const notes = findAll(element, isNote);
    if (notes.length === 0) return null;
    const others = element.children.filter(
      (child) =>
        !(isElement(child) && (isNote(child) || child.tagName === "hr" || hasClass(child, "sr-only"))) &&
        !(child.type === "text" && child.value.trim() === "") &&
        !(isElement(child) && findAll(child, isNote).length > 0),
    );
    return others.every((child) => lineOf(child) === null) ? notes : null;
  });
}
