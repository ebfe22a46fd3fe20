import type { Comment, Element, ElementContent, Parents, Properties, Root, RootContent } from "hast";

/** Elements that stand by themselves: their text is no part of the sentence before them. */
const BLOCKS = new Set(
  [
    "address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer form",
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul",
    "letterpress-button letterpress-callout letterpress-comment letterpress-footnote letterpress-image letterpress-pullquote",
  ].flatMap((line) => line.split(" ")),
);

export function isElement(node: RootContent | ElementContent, ...names: readonly string[]): node is Element {
  return node.type === "element" && (names.length === 0 || names.includes(node.tagName));
}

/** An element whose text is no part of the sentence around it. */
export function isBlock(node: RootContent | ElementContent): boolean {
  return node.type === "element" && BLOCKS.has(node.tagName) && node.tagName !== "br";
}

export function make(
  tagName: string,
  properties: Properties = {},
  children: readonly ElementContent[] = [],
): Element {
  return { type: "element", tagName, properties, children: [...children] };
}

export function text(value: string): ElementContent {
  return { type: "text", value };
}

/** A property as text; null where it is not there. */
export function property(element: Element, name: string): string | null {
  const value = element.properties[name];
  if (value === undefined || value === null || value === false) return null;
  return Array.isArray(value) ? value.join(" ") : String(value);
}

/** True where one of its classes is one of `names`, or begins with one that ends in `*`. */
export function hasClass(element: Element, ...names: readonly string[]): boolean {
  const classes = (property(element, "className") ?? "").split(/\s+/);
  return names.some((name) =>
    name.endsWith("*") ? classes.some((one) => one.startsWith(name.slice(0, -1))) : classes.includes(name),
  );
}

/** The text that a reader sees, one line for each block. */
export function textOf(node: Root | RootContent): string {
  if (node.type === "text") return node.value;
  if (!("children" in node)) return "";
  const inner = node.children.map(textOf).join("");
  return node.type === "element" && BLOCKS.has(node.tagName) ? `\n${inner}\n` : inner;
}

/** The text in one line; null where there is none. */
export function lineOf(node: Root | RootContent | null | undefined): string | null {
  const line = node == null ? "" : textOf(node).replace(/\s+/g, " ").trim();
  return line === "" ? null : line;
}

/** The elements below `node` that pass, outer ones first. */
export function findAll(node: Parents, test: (element: Element) => boolean): Element[] {
  return node.children.flatMap((child) => {
    if (!isElement(child)) return [];
    const below = findAll(child, test);
    return test(child) ? [child, ...below] : below;
  });
}

export function findFirst(node: Parents, test: (element: Element) => boolean): Element | null {
  for (const child of node.children) {
    if (!isElement(child)) continue;
    const found = test(child) ? child : findFirst(child, test);
    if (found !== null) return found;
  }
  return null;
}

export function byClass(...names: readonly string[]): (element: Element) => boolean {
  return (element) => hasClass(element, ...names);
}

/** Returns what replaces an element or comment; null keeps it. */
export type Rule = (node: Element | Comment, parent: Parents) => readonly ElementContent[] | null;

/** Applies a rule to all elements and comments, outer ones first. The rule does not see a replacement again, but it sees what is in it. */
export function rewrite(parent: Parents, rule: Rule): void {
  const children: RootContent[] = [];
  for (const child of parent.children) {
    const instead = child.type === "element" || child.type === "comment" ? rule(child, parent) : null;
    children.push(...(instead ?? [child]));
  }
  parent.children = children as ElementContent[];
  for (const child of parent.children) if (isElement(child)) rewrite(child, rule);
}

/** The JSON that Substack keeps in `data-attrs`, some of it escaped twice; empty if it is not JSON. */
export function attributesOf(element: Element): Readonly<Record<string, unknown>> {
  const written = property(element, "dataAttrs");
  if (written === null) return {};
  for (const candidate of [written, written.replaceAll("&quot;", '"').replaceAll("&amp;", "&")]) {
    try {
      const parsed: unknown = JSON.parse(candidate);
      if (typeof parsed === "object" && parsed !== null) return parsed as Record<string, unknown>;
    } catch {
      // Escaped once more, or no JSON at all.
    }
  }
  return {};
}

/** The first of these keys that holds text. */
export function firstText(
  from: Readonly<Record<string, unknown>>,
  ...keys: readonly string[]
): string | null {
  for (const key of keys) {
    const value = from[key];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return null;
}
