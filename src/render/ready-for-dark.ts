import { attributeOf, cssOf, elementsOf, type HtmlElement, type HtmlTree } from "./html-tree.ts";

/**
 * Whether the theme's dark colours may be used. Text of the issue becomes light by them; on a background that its template
 * paints and that stays light, nobody could read it. `ownCss` is the style sheet that Letterpress adds.
 */
export function isReadyForDark({ html }: HtmlTree, ownCss: string): boolean {
  const all = [...elementsOf(html)];
  if (all.some((element) => classesOf(element).includes("lp-paper"))) return true;
  const styles = all.filter(({ tagName }) => tagName === "style");
  const css = styles.map(cssOf).join("\n").replace(ownCss, "");
  if (css.includes("prefers-color-scheme")) return true;
  if (/background/i.test(css)) return false;
  const text = all.find((element) =>
    classesOf(element).some((name) => name === "lp-ink" || name === "lp-muted"),
  );
  return text === undefined || !ancestorsOf(text).some(isPainted);
}

function classesOf(element: HtmlElement): readonly string[] {
  return (attributeOf(element, "class") ?? "").split(/\s+/);
}

function ancestorsOf(element: HtmlElement): HtmlElement[] {
  const parent = element.parentNode;
  return parent !== null && "tagName" in parent ? [parent, ...ancestorsOf(parent)] : [];
}

/** Our own classes have dark colours of their own. */
function isPainted(element: HtmlElement): boolean {
  if (classesOf(element).some((name) => name.startsWith("lp-"))) return false;
  const style = attributeOf(element, "style") ?? "";
  return attributeOf(element, "bgcolor") !== null || /(?:^|;)\s*background(?:-color)?\s*:/i.test(style);
}
