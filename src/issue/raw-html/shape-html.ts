import type { Element, ElementContent, Parents, Root } from "hast";
import {
  findAll,
  findFirst,
  hasClass,
  isBlock,
  isElement,
  lineOf,
  make,
  property,
  rewrite,
  text,
} from "#src/issue/import/hast.ts";
import { tidyTable } from "#src/issue/import/tidy-common.ts";
import { mediaPage } from "./media-page.ts";

type Side = "left" | "center" | "right";

/** Styles and classes that say on which side something stands, or what is in it. */
const MIDDLE =
  /(?:^|;)\s*margin\s*:\s*\S+\s+auto\b|(?:^|;)\s*margin-left\s*:\s*auto\b.*;\s*margin-right\s*:\s*auto\b/i;
const STYLED = /(?:^|;)\s*(?:text-align|float)\s*:\s*(left|center|right)\b/i;
const CLASSED = /(?:^|\s)(?:align-?|float-?|text-|pull-|kg-align-)(left|center|right)(?:\s|$)/i;

/** Gives HTML of an issue the shape that Markdown has: players become links, folded text is opened, pictures get their caption. */
export function shapeHtml(root: Root): void {
  dropBreaks(root);
  sizePictures(root, null);
  rewrite(root, (node) => {
    if (node.type === "comment") return null;
    switch (node.tagName) {
      case "iframe":
      case "video":
      case "audio":
        return player(node);
      case "details":
        return unfold(node);
      case "figure":
        return figure(node);
      case "figcaption":
        return [make("p", {}, [make("em", {}, node.children)])];
      case "picture":
        return findAll(node, (one) => isElement(one, "img"));
      case "ins":
        return [make("u", {}, node.children)];
      case "table":
        return tidyTable(node);
      case "a":
        return isButton(node) ? button(node) : null;
      default:
        return null;
    }
  });
}

/** Drops breaks that only make room at the edges of a block, and all but one in a row, for which Markdown has nothing. */
function dropBreaks(parent: Parents): void {
  const children = parent.children as ElementContent[];
  const isSpace = (child: ElementContent | undefined) => child?.type === "text" && child.value.trim() === "";
  const isBreak = (child: ElementContent | undefined) => child !== undefined && isElement(child, "br");
  const filled = children.filter((child) => !isSpace(child));
  const isEdge = (child: ElementContent) => {
    const [before, after] = [filled[filled.indexOf(child) - 1], filled[filled.indexOf(child) + 1]];
    return [before, after].some((one) => one === undefined || isBlock(one)) || isBreak(after);
  };
  // Goes from the end, so that each of several breaks in a row is at the edge in its turn.
  for (const child of filled.toReversed()) {
    if (isBreak(child) && isEdge(child)) filled.splice(filled.indexOf(child), 1);
  }
  parent.children = children.filter((child) => !isBreak(child) || filled.includes(child));
  for (const child of parent.children) if (isElement(child)) dropBreaks(child);
}

/** Marks each picture with its own side, or with that of what is around it. */
function sizePictures(parent: Parents, around: Side | null): void {
  for (const child of parent.children) {
    if (!isElement(child)) continue;
    const own = sideOf(child);
    if (child.tagName !== "img") sizePictures(child, own ?? around);
    // A picture is on the left anyway unless something says otherwise.
    else if ((own ?? around) === null || (own === null && around === "left")) continue;
    else child.properties["dataAlign"] = own ?? around;
  }
}

function sideOf(element: Element): Side | null {
  if (element.tagName === "center") return "center";
  const style = property(element, "style") ?? "";
  const written =
    /^(left|center|right)$/i.exec(property(element, "align")?.trim() ?? "") ??
    STYLED.exec(style) ??
    CLASSED.exec(property(element, "className") ?? "");
  if (written?.[1] !== undefined) return written[1].toLowerCase() as Side;
  return MIDDLE.test(style) ? "center" : null;
}

/**
 * Returns for example `{width=300 align=center}`; null if a picture keeps its own size and place. A side that the picture's own tag
 * names is kept in a sentence too, where a finding says what becomes of it.
 */
export function layoutOf(image: Element, isAlone: boolean): string | null {
  const width = widthOf(image);
  const side = (isAlone ? property(image, "dataAlign") : null) ?? sideOf(image);
  const layout = [
    ...(width >= 1 && width <= 2000 ? [`width=${width}`] : []),
    ...(side === null ? [] : [`align=${side}`]),
  ];
  return layout.length === 0 ? null : `{${layout.join(" ")}}`;
}

/** The column of most templates, in pixels. A width in percent is a share of it: a picture is never wider than its own column. */
const COLUMN = 592;

function widthOf(image: Element): number {
  const written =
    property(image, "width") ??
    /(?:^|;)\s*width\s*:\s*([\d.]+(?:px|%))/i.exec(property(image, "style") ?? "")?.[1];
  const [, number = "0", unit = ""] = /^\s*(\d+)(?:\.\d+)?(px|%)?\s*$/.exec(written ?? "") ?? [];
  if (unit !== "%") return Number(number);
  return Number(number) >= 100 ? 0 : Math.round((COLUMN * Number(number)) / 100);
}

/** Puts each picture's layout after it, or after the link if a link holds nothing else. */
export function placeLayouts(parent: Parents): void {
  const children: ElementContent[] = [];
  const isAlone =
    parent.children.filter((child) => child.type !== "text" || child.value.trim() !== "").length === 1;
  for (const child of parent.children as ElementContent[]) {
    children.push(child);
    if (!isElement(child)) continue;
    const image = isElement(child, "img") ? child : isElement(child, "a") ? onlyPicture(child) : null;
    const layout = image === null ? null : layoutOf(image, isAlone);
    if (layout !== null) children.push(make("letterpress-tag", { dataSource: layout }));
    else if (image === null || image === child) placeLayouts(child);
  }
  parent.children = children;
}

function onlyPicture(link: Element): Element | null {
  const [only, ...others] = link.children.filter(
    (child) => child.type !== "text" || child.value.trim() !== "",
  );
  return only !== undefined && others.length === 0 && isElement(only, "img") ? only : null;
}

function player(element: Element): ElementContent[] | null {
  const page = mediaPage(element);
  if (page === null) return null;
  const link =
    page.title === null
      ? make("letterpress-tag", { dataSource: `<${page.url}>` })
      : make("a", { href: page.url }, [text(page.title)]);
  return [make("p", {}, [link])];
}

/** Unfolds what a reader could open on a page: an email has nothing to press. */
function unfold(details: Element): ElementContent[] {
  const open = details.children.map((child) =>
    isElement(child, "summary") ? make("p", {}, [make("strong", {}, child.children)]) : child,
  );
  return [make("div", {}, open)];
}

/** The caption of a single picture becomes its title, unless it holds links, which a title cannot; everything else follows. */
function figure(element: Element): ElementContent[] {
  const captions = findAll(element, (one) => isElement(one, "figcaption"));
  const images = findAll(element, (one) => isElement(one, "img"));
  const [caption] = captions;
  const [image] = images;
  const line = lineOf(caption);
  const isTitle =
    images.length === 1 &&
    captions.length === 1 &&
    findFirst(caption!, (one) => isElement(one, "a", "img")) === null;
  if (!isTitle || image === undefined || line === null || property(image, "title") !== null)
    return [make("div", {}, element.children)];
  image.properties["title"] = line;
  return [
    make(
      "div",
      {},
      element.children.filter((child) => child !== caption),
    ),
  ];
}

const BUTTON = ["btn*", "button*", "cta*", "wp-block-button__link"];

/** True for a link that is drawn as a button. */
export function isDrawn(link: Element): boolean {
  return hasClass(link, ...BUTTON) || /background(?:-color)?\s*:/i.test(property(link, "style") ?? "");
}

function isButton(link: Element): boolean {
  const isWords = lineOf(link) !== null && findFirst(link, (one) => isElement(one, "img")) === null;
  return isDrawn(link) && isWords && property(link, "href") !== null;
}

function button(link: Element): ElementContent[] {
  return [make("letterpress-button", { href: property(link, "href") ?? "" }, link.children)];
}
