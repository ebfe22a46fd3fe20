import type { Element, ElementContent, Root } from "hast";
import { button, linkCard, pageOf, picture, pictures } from "./cards.ts";
import {
  byClass,
  findAll,
  findFirst,
  hasClass,
  isElement,
  lineOf,
  make,
  property,
  rewrite,
  text,
} from "./hast.ts";
import type { Notes } from "./notes.ts";

/** Ghost's cards, by the classes that its renderers write (TryGhost/Koenig, kg-default-nodes and kg-default-cards). */
export function tidyGhost(root: Root, notes: Notes): void {
  rewrite(root, (node) =>
    isElement(node as Element) && hasClass(node as Element, "kg-card", "kg-*")
      ? card(node as Element, notes)
      : null,
  );
}

function card(element: Element, notes: Notes): readonly ElementContent[] | null {
  const caption = findFirst(element, (one) => isElement(one, "figcaption"));
  const below =
    caption === null || lineOf(caption) === null ? [] : [make("p", {}, [make("em", {}, caption.children)])];
  if (hasClass(element, "kg-image-card", "kg-gallery-card")) return pictures(element);
  if (hasClass(element, "kg-bookmark-card")) return [...bookmark(element, notes), ...below];
  if (hasClass(element, "kg-button-card")) return buttonOf(element);
  if (hasClass(element, "kg-callout-card")) return callout(element);
  if (hasClass(element, "kg-toggle-card")) return toggle(element);
  if (hasClass(element, "kg-video-card")) return [...player(element, "A video", notes), ...below];
  if (hasClass(element, "kg-audio-card")) return player(element, "A recording", notes);
  if (hasClass(element, "kg-file-card")) return file(element, notes);
  if (hasClass(element, "kg-nft-card")) return nft(element, notes);
  if (hasClass(element, "kg-signup-card", "kg-signup"))
    return notes.leftOut("A form to subscribe", [element]);
  if (hasClass(element, "kg-product-card", "kg-header-card", "kg-cta-card")) return content(element);
  return null;
}

function bookmark(element: Element, notes: Notes): ElementContent[] {
  const link = findFirst(element, (one) => isElement(one, "a"));
  const url = link && property(link, "href");
  const of = (name: string) => lineOf(findFirst(element, byClass(name)));
  if (url === null) return notes.leftOut("A bookmark", element.children);
  const from = [of("kg-bookmark-author"), of("kg-bookmark-publisher")]
    .filter((one) => one !== null)
    .join(" · ");
  const texts = [of("kg-bookmark-description"), from === "" ? null : from];
  return linkCard({ what: "A bookmark", url, title: of("kg-bookmark-title"), texts }, notes);
}

function buttonOf(element: Element): readonly ElementContent[] | null {
  const link = findFirst(element, (one) => isElement(one, "a"));
  const [href, label] = [link && property(link, "href"), lineOf(link)];
  return href === null || label === null ? null : [button(href, label)];
}

function callout(element: Element): ElementContent[] {
  const emoji = lineOf(findFirst(element, byClass("kg-callout-emoji")));
  const words = findFirst(element, byClass("kg-callout-text"));
  const lead = emoji === null ? [] : [text(`${emoji} `)];
  return [
    make("letterpress-callout", {}, [make("p", {}, [...lead, ...(words?.children ?? element.children)])]),
  ];
}

function toggle(element: Element): ElementContent[] {
  const heading = findFirst(element, byClass("kg-toggle-heading-text"));
  const inner = findFirst(element, byClass("kg-toggle-content"));
  return [
    ...(heading === null ? [] : [make("p", {}, [make("strong", {}, heading.children)])]),
    ...(inner?.children ?? []),
  ];
}

/** The file of a player, with its title. The words on the player's own buttons are no part of the post. */
function player(element: Element, what: string, notes: Notes): ElementContent[] {
  const held = findFirst(element, (one) => isElement(one, "video", "audio"));
  const source = held && findFirst(held, (one) => isElement(one, "source"));
  const src = (held && property(held, "src")) ?? (source && property(source, "src"));
  const title = lineOf(findFirst(element, byClass("kg-audio-title")));
  if (src === null) return notes.leftOut(what, title === null ? [] : [text(title)]);
  return linkCard({ what, url: pageOf(src), title }, notes);
}

function file(element: Element, notes: Notes): ElementContent[] {
  const link = findFirst(element, (one) => isElement(one, "a"));
  const of = (name: string) => lineOf(findFirst(element, byClass(name)));
  const url = link && property(link, "href");
  if (url === null) return notes.leftOut("A file", element.children);
  const details = [of("kg-file-card-filename"), of("kg-file-card-filesize")]
    .filter((one) => one !== null)
    .join(", ");
  return linkCard(
    {
      what: "A file",
      url,
      title: of("kg-file-card-title"),
      texts: [of("kg-file-card-caption"), details === "" ? null : details],
    },
    notes,
  );
}

function nft(element: Element, notes: Notes): ElementContent[] {
  const link = findFirst(element, (one) => isElement(one, "a"));
  const url = link && property(link, "href");
  if (url === null) return notes.leftOut("A card", element.children);
  return linkCard({ what: "A card", url, title: lineOf(element) }, notes);
}

/** Lists the headings, texts, pictures and button of a card one after another. */
function content(element: Element): ElementContent[] {
  const parts = findAll(
    element,
    (one) =>
      isElement(one, "img", "h1", "h2", "h3", "h4", "p", "a", "ul", "ol", "svg") ||
      hasClass(one, "kg-*-description", "kg-product-card-description", "kg-cta-text"),
  );
  const inner = new Set(parts.flatMap((part) => findAll(part, (one) => parts.includes(one))));
  return parts
    .filter((part) => !inner.has(part) && part.tagName !== "svg")
    .flatMap((part): ElementContent[] => {
      if (part.tagName === "img")
        return picture({ src: property(part, "src") ?? "", alt: property(part, "alt") });
      const [href, label] = [property(part, "href"), lineOf(part)];
      if (part.tagName === "a" && href !== null && label !== null) return [button(href, label)];
      return [part.tagName === "div" ? make("div", {}, part.children) : part];
    });
}
