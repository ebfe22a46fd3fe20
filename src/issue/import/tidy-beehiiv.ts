import type { Element, ElementContent, Root } from "hast";
import { button, linkCard, picture } from "./cards.ts";
import { byClass, findAll, findFirst, hasClass, isElement, lineOf, make, property, rewrite } from "./hast.ts";
import type { Notes } from "./notes.ts";

/**
 * beehiiv's email: the article is in `#content-blocks`, and around it is what beehiiv adds to every email. Facts from
 * TryGhost/migrate (packages/mg-beehiiv and mg-beehiiv-api, src/lib/process.ts).
 */
export function tidyBeehiiv(root: Root, notes: Notes): void {
  rewrite(root, (node) => (isElement(node as Element) ? block(node as Element, notes) : null));
}

/** The article without the header and footer of the email; everything where the export has no such element. */
export function articleOf(root: Root): Root {
  const article =
    findFirst(root, (one) => property(one, "id") === "content-blocks") ??
    findFirst(root, byClass("email-card-body"));
  return article === null ? root : { type: "root", children: article.children };
}

function block(element: Element, notes: Notes): readonly ElementContent[] | null {
  if (hasClass(element, "rec__content")) return notes.leftOut("A recommendation", [element]);
  if (hasClass(element, "mob-block") && isElement(element, "table"))
    return notes.leftOut("A row of share links", [element]);
  if (property(element, "dataOpenTracking") === "true") return [];
  if (hasClass(element, "generic-embed--root")) return embed(element, notes);
  if (isElement(element, "table", "div", "p") && isReferral(element))
    return notes.leftOut("The referral programme", [element]);
  if (isElement(element, "a")) return readLink(element, notes);
  if (isElement(element, "table") && isPicture(element)) return readPicture(element);
  if (isElement(element, "div") && /border-top/.test(property(element, "style") ?? "") && isBare(element))
    return [make("hr")];
  if (isElement(element, "p") && /^(?:\.\.\.|…)$/.test(lineOf(element) ?? "")) return [make("hr")];
  return null;
}

function isBare(element: Element): boolean {
  return lineOf(element) === null && findFirst(element, (one) => isElement(one, "img", "a", "hr")) === null;
}

/** The smallest block around one of beehiiv's tags for referrals. */
function isReferral(element: Element): boolean {
  const own = findAll(element, (one) => /\brp_\w+/.test(property(one, "dataSource") ?? ""));
  const linked = findAll(element, (one) =>
    /\{\{\s*rp_\w+/.test(`${property(one, "href") ?? ""}${property(one, "src") ?? ""}`),
  );
  if (own.length + linked.length === 0) return false;
  return findFirst(element, (one) => isElement(one, "table", "div", "p") && isReferral(one)) === null;
}

/** A thumbnail with a play button is a video; a link that looks like a button is one. */
function readLink(link: Element, notes: Notes): readonly ElementContent[] | null {
  const href = withoutTracking(property(link, "href") ?? "");
  link.properties["href"] = href;
  const label = lineOf(link);
  const images = findAll(link, (one) => isElement(one, "img"));
  if (images.some((image) => /youtube_play_icon|i\.ytimg\.com/.test(property(image, "src") ?? "")))
    return linkCard({ what: "A video", url: href, title: label }, notes);
  if (/\/polls?\/|[?&]poll/.test(href) && /beehiiv|\/p\//.test(href))
    return notes.leftOut("An answer of a poll", [link]);
  const looks = property(link, "style") ?? "";
  const isButton =
    findFirst(link, (one) => isElement(one, "button")) !== null ||
    (/padding/.test(looks) && /text-decoration:\s*none/.test(looks) && images.length === 0);
  return isButton && label !== null && /^(?:https?|mailto):/i.test(href) ? [button(href, label)] : null;
}

/** Whether a table holds one picture, and below it nothing but its caption. */
function isPicture(table: Element): boolean {
  const images = findAll(table, (one) => isElement(one, "img"));
  if (
    images.length !== 1 ||
    findFirst(table, (one) => isElement(one, "table", "h1", "h2", "h3", "ul", "ol")) !== null
  )
    return false;
  return findAll(table, (one) => isElement(one, "p", "small")).length <= 1;
}

function readPicture(table: Element): ElementContent[] | null {
  const image = findFirst(table, (one) => isElement(one, "img"));
  const src = image && property(image, "src");
  if (image === null || src === null || /youtube_play_icon|i\.ytimg\.com/.test(src)) return null;
  const link = findFirst(
    table,
    (one) => isElement(one, "a") && findFirst(one, (it) => it === image) !== null,
  );
  const caption = findFirst(table, (one) => isElement(one, "p", "small") && lineOf(one) !== null);
  const href = link === null ? null : withoutTracking(property(link, "href") ?? "");
  if (caption === null && lineOf(table) !== null) return null;
  return picture({ src, alt: property(image, "alt"), href: href === "" ? null : href }, caption);
}

function embed(element: Element, notes: Notes): ElementContent[] {
  const link = findFirst(element, (one) => isElement(one, "a"));
  const url = link && property(link, "href");
  const of = (name: string) => lineOf(findFirst(element, byClass(name)));
  if (url === null) return notes.leftOut("A card", element.children);
  const title = of("generic-embed--title");
  const texts = [of("generic-embed--description"), title === null ? lineOf(element) : null];
  return linkCard({ what: "A card", url: withoutTracking(url), title, texts }, notes);
}

/** Removes what beehiiv adds to every link of an email to count clicks. */
function withoutTracking(href: string): string {
  if (
    !/[?&](?:_bhlid|last_resource_guid|utm_medium=(?:newsletter|referral))/.test(href) ||
    !URL.canParse(href)
  )
    return href;
  const url = new URL(href);
  for (const name of ["_bhlid", "last_resource_guid", "utm_source", "utm_medium", "utm_campaign"])
    url.searchParams.delete(name);
  return url.href;
}
