import type { Element, ElementContent, Root } from "hast";
import { findFirst, isElement, lineOf, property, rewrite } from "./hast.ts";
import type { Notes } from "./notes.ts";

interface Around {
  /** The old address of this post, or of the site, to which relative links are relative. */
  readonly base: string | null;
  /** The path of the issue that an old address leads to now, relative to this file; null for every other address. */
  readonly pathOf: (url: string) => string | null;
}

/**
 * Keeps the links that an issue may hold: https, http, mailto, tel and similar ones, a merge tag, or the file of another issue. Of
 * every other link the words stay, and a finding names its address.
 */
export function tidyLinks(root: Root, around: Around, notes: Notes): void {
  rewrite(root, (node) => {
    const element = node as Element;
    if (!isElement(element, "a", "letterpress-button", "letterpress-image")) return null;
    const written = property(element, "href");
    if (written === null) return element.tagName === "a" ? element.children : null;
    const { href, problem } = checked(written.trim(), around);
    if (href !== null) {
      element.properties["href"] = href;
      return element.tagName === "a" && isEmpty(element) ? [] : null;
    }
    delete element.properties["href"];
    const words: ElementContent[] = element.tagName === "letterpress-image" ? [element] : element.children;
    if (element.tagName === "a" && isEmpty(element)) return [];
    return [
      notes.on(
        {
          severity: "warning",
          rule: "import/link",
          message: problem,
          hint: "Write the address, if it has one.",
        },
        words,
      ),
    ];
  });
}

function isEmpty(element: Element): boolean {
  return (
    lineOf(element) === null &&
    findFirst(element, (one) => one.tagName === "img" || one.tagName.startsWith("letterpress-")) === null
  );
}

type Checked =
  | { readonly href: string; readonly problem?: never }
  | { readonly href: null; readonly problem: string };

function checked(written: string, { base, pathOf }: Around): Checked {
  const refused = (why: string): Checked => ({
    href: null,
    problem: `The link to ${written === "" ? "nowhere" : written.replace(/^https:\/\/[^/]*\.invalid/, "")} became text: ${why}.`,
  });
  if (/^\{\{ urls\.\w+ \}\}$/.test(written)) return { href: written };
  if (/\{\{|%%|%7B%7B|\{%/.test(written)) return refused("it holds a tag that has no counterpart here");
  if (written.startsWith("#")) return refused("links within a page do not work in an email");
  if (/^mailto:/i.test(written))
    return /^mailto:(?:[^@\s]+@[^@\s]+$|\?)/i.test(written) ? { href: written } : refused("it is no address");
  // These open a program: an issue may hold them, and reports them itself.
  if (/^(?:tel|sms|ircs?|xmpp|geo|webcal):\S+$/i.test(written)) return { href: written };
  const isRelative = !/^[a-z][a-z0-9+.-]*:/i.test(written);
  if (isRelative && base === null) return refused("it is relative, and --site does not name the old site");
  const url = URL.canParse(written, base ?? undefined) ? new URL(written, base ?? undefined) : null;
  if (url === null || written === "") return refused("it is no address");
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return refused(`${url.protocol} does not work in an email`);
  const path = pathOf(url.href);
  if (path === null && url.hostname.endsWith(".invalid"))
    return refused("it leads to the old site, which --site does not name");
  return { href: path ?? url.href };
}
