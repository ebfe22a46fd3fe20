import type { Element, ElementContent } from "hast";
import { findAll, findFirst, isElement, lineOf, make, property, text } from "./hast.ts";
import type { Notes } from "./notes.ts";
import { percentDecoded } from "#src/issue/percent-decoded.ts";

/** Puts a link in place of another system's card or player. Its words stay; what it shows needs a browser. */
export function linkCard(
  card: {
    /** As the finding calls it: `A video`. */
    readonly what: string;
    readonly url: string;
    readonly title: string | null;
    readonly texts?: readonly (string | null)[];
  },
  notes: Notes,
): ElementContent[] {
  const { what, url, title, texts = [] } = card;
  const link = make("a", { href: url }, [text(title ?? readable(url))]);
  const note = { severity: "info", rule: "import/link", message: `${what} became a link.` } as const;
  return [
    make("p", {}, [notes.on(note, [link])]),
    ...texts.flatMap((one) => (one === null || one === title ? [] : [make("p", {}, [text(one)])])),
  ];
}

export function button(href: string, label: string): ElementContent {
  return make("letterpress-button", { href }, [text(label)]);
}

/** A picture with its caption below. A caption that holds links is a paragraph of its own, because a title cannot hold any. */
export function picture(
  { src, alt, href = null }: { src: string; alt: string | null; href?: string | null },
  caption: Element | null = null,
): ElementContent[] {
  const line = lineOf(caption);
  const isPlain = caption === null || findFirst(caption, (one) => isElement(one, "a")) === null;
  const image = make("letterpress-image", {
    src,
    alt: alt ?? "",
    ...(href === null ? {} : { href }),
    ...(isPlain && line !== null ? { title: line } : {}),
  });
  return [image, ...(isPlain || caption === null ? [] : [captionBelow(caption)])];
}

/** All pictures of a figure or gallery, one below the other. A single picture keeps its caption; the caption of several follows them. */
export function pictures(figure: Element): ElementContent[] {
  const images = findAll(figure, (one) => isElement(one, "img") && property(one, "src") !== null);
  const caption = findFirst(figure, (one) => isElement(one, "figcaption"));
  const shown = images.flatMap((image) => {
    const link = findFirst(
      figure,
      (one) => isElement(one, "a") && findAll(one, (it) => it === image).length > 0,
    );
    const href = link === null ? null : property(link, "href");
    const src = property(image, "src") ?? "";
    const own = {
      src,
      alt: property(image, "alt"),
      href: href !== null && isSameFile(href, src) ? null : href,
    };
    return picture(own, images.length === 1 ? caption : null);
  });
  return images.length > 1 && lineOf(caption) !== null && caption !== null
    ? [...shown, captionBelow(caption)]
    : shown;
}

function captionBelow(caption: Element): ElementContent {
  return make("p", {}, [make("em", {}, caption.children)]);
}

/** Whether both addresses name one file: a picture that links to itself in another size is not a link that its author made. */
export function isSameFile(href: string, src: string): boolean {
  const name = (url: string) => percentDecoded(url).split(/[?#]/)[0]?.split("/").at(-1) ?? "";
  return name(href) !== "" && name(href) === name(src);
}

/** An address as the words of a link. */
function readable(url: string): string {
  return url.replace(/^https?:\/\/(?:www\.)?/, "").replace(/\/$/, "");
}

/** The page of what a player shows, with the time at which the player begins: the player itself is of no use in an email. */
export function pageOf(src: string): string {
  const url = src.startsWith("//") ? `https:${src}` : src;
  const youtube = /(?:youtube(?:-nocookie)?\.com\/embed\/|youtu\.be\/)([\w-]+)/.exec(url)?.[1];
  if (youtube !== undefined && youtube !== "videoseries") {
    const start = /[?&](?:start|t)=([1-9]\w*)/.exec(url)?.[1];
    const at = start === undefined ? "" : `&t=${/^\d+$/.test(start) ? `${start}s` : start}`;
    return `https://www.youtube.com/watch?v=${youtube}${at}`;
  }
  const [, vimeo, start = ""] = /player\.vimeo\.com\/video\/(\d+)(?:\?[^#]*)?(#t=\w+)?/.exec(url) ?? [];
  if (vimeo !== undefined) return `https://vimeo.com/${vimeo}${start}`;
  return url
    .replace("open.spotify.com/embed/", "open.spotify.com/")
    .replace("//embed.podcasts.apple.com", "//podcasts.apple.com");
}
