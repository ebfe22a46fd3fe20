import { _compileToken as compileToken } from "css-select";
import { parse, type Selector } from "css-what";
import { attributeOf, type HtmlElement, type HtmlNode, isElement, isText, parentOf } from "./tree.ts";

/** `specificity` orders rules as CSS does: ids, then classes, then names. */
export interface Matcher {
  /** What an element must have before `matches` is asked: a class, an id, a name, or `*`. */
  readonly key: string;
  readonly specificity: number;
  readonly matches: (element: HtmlElement) => boolean;
}

const ADAPTER = {
  isTag: isElement,
  existsOne: (test: (element: HtmlElement) => boolean, nodes: HtmlNode[]): boolean =>
    nodes.some((node) => isElement(node) && (test(node) || ADAPTER.existsOne(test, node.childNodes))),
  getAttributeValue: (element: HtmlElement, name: string) => attributeOf(element, name) ?? undefined,
  getChildren: (node: HtmlNode) => (isElement(node) ? node.childNodes : []),
  getName: ({ tagName }: HtmlElement) => tagName,
  getParent: parentOf,
  getSiblings: (node: HtmlNode) => (node.parentNode === null ? [node] : node.parentNode.childNodes),
  getText: (node: HtmlNode): string =>
    isText(node) ? node.value : ADAPTER.getChildren(node).map(ADAPTER.getText).join(""),
  hasAttrib: (element: HtmlElement, name: string) => attributeOf(element, name) !== null,
  removeSubsets: (nodes: HtmlNode[]) => nodes,
  findAll: (test: (element: HtmlElement) => boolean, nodes: HtmlNode[]): HtmlElement[] =>
    nodes.flatMap((node) =>
      isElement(node) ? [...(test(node) ? [node] : []), ...ADAPTER.findAll(test, node.childNodes)] : [],
    ),
  findOne: (test: (element: HtmlElement) => boolean, nodes: HtmlNode[]): HtmlElement | null =>
    ADAPTER.findAll(test, nodes)[0] ?? null,
};

/** One matcher for each selector of a list; none where a browser would drop the rule. */
export function matchersOf(selectors: string): readonly Matcher[] {
  try {
    return parse(selectors).map((tokens) => ({
      key: keyOf(tokens),
      specificity: specificityOf(tokens),
      matches: compileToken<HtmlNode, HtmlElement>([tokens], { adapter: ADAPTER }),
    }));
  } catch {
    return [];
  }
}

/** The keys under which rules for this element are found. */
export function keysOf(element: HtmlElement): readonly string[] {
  const id = attributeOf(element, "id");
  const classes = (attributeOf(element, "class") ?? "").split(/\s+/).filter((name) => name !== "");
  return ["*", element.tagName, ...classes.map((name) => `.${name}`), ...(id === null ? [] : [`#${id}`])];
}

const COMBINATORS = new Set(["descendant", "child", "adjacent", "sibling", "column-combinator", "parent"]);

function keyOf(tokens: readonly Selector[]): string {
  const last = tokens.slice(tokens.findLastIndex(({ type }) => COMBINATORS.has(type)) + 1);
  let key = "*";
  for (const token of last) {
    if (token.type === "tag" && key === "*") key = token.name.toLowerCase();
    if (token.type !== "attribute") continue;
    if (token.name === "id" && token.action === "equals") return `#${token.value}`;
    if (token.name === "class" && token.action === "element") key = `.${token.value}`;
  }
  return key;
}

function specificityOf(tokens: readonly Selector[]): number {
  return tokens.reduce((sum, token) => {
    if (token.type === "tag" || token.type === "pseudo-element") return sum + 1;
    if (token.type === "pseudo") return sum + 1000;
    if (token.type !== "attribute") return sum;
    return sum + (token.name === "id" && token.action === "equals" ? 1_000_000 : 1000);
  }, 0);
}
