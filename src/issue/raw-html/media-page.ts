import type { Element } from "hast";
import { pageOf } from "#src/issue/import/cards.ts";
import { findFirst, isElement, property } from "#src/issue/import/hast.ts";

/** Titles that players give themselves if nobody named what they play. */
const NAMELESS = /^(?:youtube|vimeo)(?: video)?[ -]player$|^(?:iframe|embed(?:ded)?(?: content| video)?)$/i;

/** The page that an embedded player or frame shows, with its title; null where it has no address that a reader can open. */
export function mediaPage(element: Element): { readonly url: string; readonly title: string | null } | null {
  const source = findFirst(element, (one) => isElement(one, "source"));
  const src = property(element, "src") ?? property(element, "dataSrc") ?? (source && property(source, "src"));
  if (src === null || !/^(?:https?:)?\/\/\S+$/.test(src)) return null;
  const url = pageOf(src);
  const title = property(element, "title")?.replace(/\s+/g, " ").trim() ?? "";
  return {
    url: url.startsWith("//") ? `https:${url}` : url,
    title: title === "" || NAMELESS.test(title) ? null : title,
  };
}
