import { computeStyle, rootStyle } from "./compute-style.ts";
import { keysOf, type Matcher, matchersOf } from "./match-selectors.ts";
import { counts, type Scheme } from "./media.ts";
import { createStyleReader, type CssRule, type Declaration, readSheet } from "./read-css.ts";
import type { Declared, Style } from "./style.ts";
import { attributeOf, type HtmlElement, type HtmlTree, isElement, readTree } from "./tree.ts";

/** An email as a mail program sees it: its tree, its style sheets, and how each element looks. Read once for all rules. */
export interface Look extends HtmlTree {
  readonly rules: readonly CssRule[];
  /** Whether the email says that it follows the reader's dark mode. */
  readonly followsDark: boolean;
  /** What an element's own style attribute says. */
  readonly inline: (element: HtmlElement) => readonly Declaration[];
  readonly declared: (element: HtmlElement, scheme: Scheme) => Declared;
  readonly style: (element: HtmlElement, scheme: Scheme) => Style;
}

export function readLook(html: string): Look {
  const tree = readTree(html);
  const inlineOf = createStyleReader();
  const inline = (element: HtmlElement) => {
    const style = attributeOf(element, "style");
    return style === null ? [] : inlineOf(style);
  };
  const rules = tree.elements
    .filter(({ tagName }) => tagName === "style")
    .flatMap((style) =>
      readSheet(style.childNodes.map((node) => ("value" in node ? node.value : "")).join("")),
    );
  const matched = matchAll(tree.elements, rules);
  const followsDark =
    rules.some(({ within }) => within.some((rule) => rule.includes("prefers-color-scheme"))) ||
    tree.elements.some(
      (element) =>
        element.tagName === "meta" &&
        attributeOf(element, "name") === "color-scheme" &&
        (attributeOf(element, "content") ?? "").includes("dark"),
    );
  const declared = (element: HtmlElement, scheme: Scheme) =>
    cascade(matched.get(element) ?? [], inline(element), scheme);
  const looks = { light: new Map<HtmlElement, Style>(), dark: new Map<HtmlElement, Style>() };
  const style = (element: HtmlElement, scheme: Scheme): Style => {
    const known = looks[scheme].get(element);
    if (known !== undefined) return known;
    const { parentNode } = element;
    const around =
      parentNode !== null && isElement(parentNode)
        ? style(parentNode, scheme)
        : rootStyle(scheme, followsDark);
    const computed = computeStyle(element, declared(element, scheme), around, scheme);
    looks[scheme].set(element, computed);
    return computed;
  };
  return { ...tree, rules, followsDark, inline, declared, style };
}

interface Matched {
  readonly specificity: number;
  /** The place of its rule among all. */
  readonly order: number;
  readonly counts: Readonly<Record<Scheme, boolean>>;
  readonly declarations: readonly Declaration[];
}

/** For each element the rules that name it, the strongest last. */
function matchAll(
  elements: readonly HtmlElement[],
  rules: readonly CssRule[],
): ReadonlyMap<HtmlElement, readonly Matched[]> {
  const byKey = new Map<string, (Matched & Pick<Matcher, "matches">)[]>();
  for (const [order, { selectors, within, declarations }] of rules.entries()) {
    const counting = { light: counts(within, "light"), dark: counts(within, "dark") };
    if (selectors === "" || (!counting.light && !counting.dark)) continue;
    for (const { key, specificity, matches } of matchersOf(selectors)) {
      const entry = { specificity, order, counts: counting, declarations, matches };
      const found = byKey.get(key);
      if (found === undefined) byKey.set(key, [entry]);
      else found.push(entry);
    }
  }
  const matched = new Map<HtmlElement, readonly Matched[]>();
  if (byKey.size === 0) return matched;
  for (const element of elements) {
    const own = keysOf(element)
      .flatMap((key) => byKey.get(key) ?? [])
      .filter(({ matches }) => matches(element));
    if (own.length === 0) continue;
    matched.set(
      element,
      own.toSorted((a, b) => a.specificity - b.specificity || a.order - b.order),
    );
  }
  return matched;
}

/** Later declarations win; `!important` ones win over all others. */
function cascade(matched: readonly Matched[], inline: readonly Declaration[], scheme: Scheme): Declared {
  const all = [
    ...matched.filter((rule) => rule.counts[scheme]).flatMap(({ declarations }) => declarations),
    ...inline,
  ];
  const declared = new Map<string, string>();
  for (const important of [false, true])
    for (const one of all)
      if (one.important === important) {
        // `font` sets all of its parts again, as `background` does.
        if (one.property === "font") for (const part of FONT_PARTS) declared.delete(part);
        if (one.property === "background") declared.delete("background-color");
        if (one.property === "text-decoration") declared.delete("text-decoration-line");
        declared.set(one.property, one.value);
      }
  return declared;
}

const FONT_PARTS = ["font-size", "font-weight", "line-height"];
