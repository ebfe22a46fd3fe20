import type { Element, ElementContent, Root } from "hast";
import { button, linkCard, pictures } from "./cards.ts";
import {
  attributesOf,
  byClass,
  findFirst,
  firstText,
  hasClass,
  isElement,
  lineOf,
  make,
  property,
  rewrite,
  text,
} from "./hast.ts";
import type { Notes } from "./notes.ts";
import { gallery, oldImage, original } from "./substack-pictures.ts";

/**
 * Substack's blocks. Their classes, and the JSON in `data-attrs`, are those that TryGhost/migrate reads
 * (packages/mg-substack/lib/process.js), with the names of `data-component-name` that feeds of Substack carry.
 */
export function tidySubstack(root: Root, notes: Notes): void {
  rewrite(root, (node) => (isElement(node as Element) ? block(node as Element, notes) : null));
  rewrite(root, (node) => {
    const element = node as Element;
    if (isElement(element, "img")) element.properties["src"] = original(property(element, "src") ?? "");
    if (isElement(element, "letterpress-image"))
      element.properties["src"] = original(property(element, "src") ?? "");
    return null;
  });
}

/** Blocks that exist on Substack alone, by class, and the words for them. */
const LEFT_OUT: readonly (readonly [string, string])[] = [
  ["poll-embed", "A poll"],
  ["recipe-embed", "A recipe card"],
  ["sponsorship-campaign-embed", "A sponsor’s slot"],
  ["community-chat", "A link to the chat"],
  ["directMessage", "A button to write a message on Substack"],
  ["subscription-widget*", "A form to subscribe"],
  ["subscribe-widget", "A form to subscribe"],
  ["captioned-button-wrap", "A button with a caption"],
  ["install-substack-app-embed", "An advertisement for Substack’s app"],
  ["embedded-publication-wrap", "A recommendation of another newsletter"],
];

/** Cards whose link is in `data-attrs`, and the words for them. */
const CARDS: readonly (readonly [string, string])[] = [
  ["youtube-wrap", "A video"],
  ["vimeo-wrap", "A video"],
  ["tiktok-wrap", "A video"],
  ["spotify-wrap", "A recording"],
  ["soundcloud-wrap", "A recording"],
  ["bandcamp-wrap", "A recording"],
  ["apple-podcast*", "A recording"],
  ["datawrapper-wrap", "A chart"],
  ["prediction-market-wrap", "A market"],
  ["polymarket-embed", "A market"],
  ["embedded-post-wrap", "A card of a post"],
  ["digest-post-embed", "A card of a post"],
];

function block(element: Element, notes: Notes): readonly ElementContent[] | null {
  if (hasClass(element, "paywall-jump", "paywall")) return notes.paywall();
  const left = LEFT_OUT.find(([name]) => hasClass(element, name));
  if (left !== undefined) return notes.leftOut(left[1], [element]);
  if (hasClass(element, "button-wrapper")) return readButton(element, notes);
  if (hasClass(element, "pullquote")) return [make("letterpress-pullquote", {}, element.children)];
  if (hasClass(element, "callout-block")) return [make("letterpress-callout", {}, element.children)];
  if (hasClass(element, "preformatted-block")) return [withoutLabel(element)];
  if (hasClass(element, "image-gallery-embed")) return gallery(element);
  if (hasClass(element, "captioned-image-container*")) return pictures(element);
  if (hasClass(element, "image3")) return oldImage(element);
  if (hasClass(element, "file-embed-wrapper")) return file(element, notes);
  if (
    hasClass(
      element,
      "tweet",
      "twitter-embed",
      "bluesky-wrap",
      "instagram",
      "instagram-embed",
      "comment",
      "community-post",
    )
  )
    return quoted(element, notes);
  const card = CARDS.find(([name]) => hasClass(element, name));
  if (card !== undefined) return readCard(element, card[1], notes);
  if (
    hasClass(
      element,
      "native-video-embed",
      "native-audio-embed",
      "native-video-embed*",
      "native-audio-embed*",
    )
  )
    return notes.leftOut(
      "A video or recording, which Substack does not export,",
      element.children,
      "Link to where it is now.",
    );
  return onlyInAttributes(element, notes);
}

/** Reads words that are only in `data-attrs`: names, tickers, formulas. An element that shows nothing is named. */
function onlyInAttributes(element: Element, notes: Notes): readonly ElementContent[] | null {
  if (property(element, "dataAttrs") === null || lineOf(element) !== null) return null;
  const attributes = attributesOf(element);
  const formula = firstText(attributes, "persistentExpression");
  if (formula !== null)
    return [
      make("p", {}, [
        notes.on(
          {
            severity: "warning",
            rule: "import/formula",
            message: "A formula stands as its LaTeX source.",
            hint: "Put a picture of it there.",
          },
          [make("code", {}, [text(formula)])],
        ),
      ]),
    ];
  const name = firstText(attributes, "symbol", "name");
  if (isElement(element, "span") && name !== null) return [text(name)];
  if (findFirst(element, (one) => isElement(one, "img", "iframe", "video", "audio", "a")) !== null)
    return null;
  if (isElement(element, "img", "a", "iframe")) return null;
  const url = firstText(attributes, "url", "canonical_url", "targetUrl", "embed_url");
  const what = `${property(element, "dataComponentName")?.replace(/To(?:DOM|Dom).*$/, "") ?? "A block"} of Substack`;
  if (url === null || !/^https?:/.test(url)) return notes.leftOut(what, []);
  return linkCard({ what, url, title: firstText(attributes, "title") }, notes);
}

/** Buttons to subscribe, share, comment and give are Substack’s own; every other one is its author's. */
function readButton(wrapper: Element, notes: Notes): ElementContent[] {
  const link = findFirst(wrapper, (one) => isElement(one, "a"));
  const href = (link && property(link, "href")) ?? firstText(attributesOf(wrapper), "url") ?? "";
  const label = lineOf(wrapper) ?? firstText(attributesOf(wrapper), "text");
  const isOwn = /%%\w+%%|[?&](?:action=share|gift=true)|\/(?:subscribe|comments)(?:[/?#]|$)/.test(href);
  if (isOwn || label === null || !/^(?:https?|mailto):/i.test(href))
    return notes.leftOut(
      "A button",
      [text(label ?? "")],
      "Letterpress puts links to forward, subscribe and reply where you write ::subscribe.",
    );
  return [button(href, label)];
}

function withoutLabel(element: Element): Element {
  const label = findFirst(element, (one) => isElement(one, "label"));
  return make(
    "div",
    {},
    element.children.filter((child) => child !== label),
  );
}

function file(element: Element, notes: Notes): ElementContent[] {
  const href = findFirst(
    element,
    (one) => hasClass(one, "file-embed-button") && property(one, "href") !== null,
  );
  const url = href && property(href, "href");
  const [title, details] = ["file-embed-details-h1", "file-embed-details-h2"].map((name) =>
    lineOf(findFirst(element, byClass(name))),
  );
  if (url === null) return notes.leftOut("A file", element.children);
  const label = lineOf(href);
  return linkCard(
    {
      what: "A file on Substack",
      url,
      title: title ?? label,
      texts: [details ?? null, title === null ? null : label],
    },
    notes,
  );
}

/** What somebody wrote elsewhere, as a quotation with its link. */
function quoted(element: Element, notes: Notes): readonly ElementContent[] | null {
  const attributes = attributesOf(element);
  const held = (attributes["comment"] ?? attributes["communityPost"] ?? {}) as Record<string, unknown>;
  const link = findFirst(element, (one) => isElement(one, "a"));
  const url = firstText(attributes, "url", "canonical_url") ?? (link && property(link, "href"));
  const said = firstText(attributes, "full_text", "title", "text") ?? firstText(held, "body");
  const who = firstText(attributes, "name", "author_name", "username") ?? firstText(held, "name");
  const shown = lineOf(element);
  if (url === null || (said === null && shown === null))
    return shown === null ? notes.leftOut("A quoted post", []) : null;
  const body = shown !== null ? element.children : [make("p", {}, [text(said ?? "")])];
  const source = linkCard({ what: "A quoted post", url, title: shown === null ? who : null }, notes);
  return [make("blockquote", {}, [...body, ...source])];
}

function readCard(element: Element, what: string, notes: Notes): ElementContent[] {
  const attributes = attributesOf(element);
  const iframe = isElement(element, "iframe")
    ? element
    : findFirst(element, (one) => isElement(one, "iframe"));
  const link = findFirst(element, (one) => isElement(one, "a"));
  const video = firstText(attributes, "videoId");
  const url =
    firstText(attributes, "targetUrl", "canonical_url", "url", "fullEmbedUrl") ??
    (video === null ? null : youtubeOrVimeo(element, video)) ??
    (iframe && property(iframe, "src")) ??
    (link && property(link, "href"));
  if (url === null) return notes.leftOut(what, element.children);
  const shown = lineOf(element);
  const texts = [
    firstText(attributes, "caption", "truncated_body_text", "subtitle"),
    firstText(attributes, "publication_name", "author", "author_name"),
    shown,
  ];
  return linkCard({ what, url, title: firstText(attributes, "title"), texts }, notes);
}

function youtubeOrVimeo(element: Element, id: string): string {
  return hasClass(element, "vimeo-wrap")
    ? `https://vimeo.com/${id}`
    : `https://www.youtube.com/watch?v=${id}`;
}
