import { classesOf, cssOf, elementsOf, type HtmlTree } from "./html-tree.ts";

/**
 * Whether the theme's dark colours may be used. They make the text light: if the template's background and its own text do not
 * follow, nobody can read one or the other. A template says that they follow by the class `lp-paper`, or by dark styles of its own.
 * `ownCss` is the style sheet that Letterpress adds.
 */
export function isReadyForDark({ html }: HtmlTree, ownCss: string): boolean {
  return [...elementsOf(html)].some((element) =>
    element.tagName === "style"
      ? cssOf(element).replace(ownCss, "").includes("prefers-color-scheme")
      : classesOf(element).includes("lp-paper"),
  );
}
