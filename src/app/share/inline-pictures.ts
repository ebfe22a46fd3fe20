import type { Asset } from "#src/model/email.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import {
  type Edit,
  type HtmlElement,
  applyEdits,
  cssOf,
  elementsOf,
  readTree,
  remove,
  removeAttribute,
  setAttribute,
  setContent,
} from "#src/render/html-tree.ts";

/** The HTML of an email that makes no request to anybody. */
export interface Inlined {
  readonly html: string;
  /** How many pictures of other hosts are left out, because only a request could bring them. */
  readonly missing: number;
}

/** An address without a picture: the alternative text is shown in its place. */
const NO_PICTURE = "data:,";

/** The attributes that load a picture, beside `background`, which any element may have. */
const LOADING: Readonly<Record<string, readonly string[]>> = {
  img: ["src"],
  source: ["src"],
  video: ["src", "poster"],
  input: ["src"],
};

/**
 * Returns the email with its pictures in it. `url` is the newsletter's address, under which its pictures will be. Pictures on other
 * hosts are removed and counted: those hosts would learn of everybody who opens the file. What the text says stays, even where it
 * says `@import` or `url(…)`: only attributes and style sheets load anything.
 */
export function inlinePictures(html: string, assets: readonly Asset[], url: string): Inlined {
  const byKey = new Map(assets.map((asset) => [asset.key, dataOf(asset)]));
  const start = `${url}/a/`;
  let missing = 0;
  const dataAt = (address: string): string => {
    if (address.startsWith("data:")) return address;
    const key = address.startsWith(start) ? address.slice(start.length).replace(/\.[a-z0-9]+$/, "") : "";
    const data = byKey.get(key);
    if (data === undefined) missing += 1;
    return data ?? NO_PICTURE;
  };
  // Comments go first: Outlook alone reads what is in them, and it will not open this file.
  const tree = readTree(html.replaceAll(/<!--[^]*?-->/g, ""));
  const edits = [...elementsOf(tree.html)].flatMap((element) => selfContained(element, dataAt));
  return { html: applyEdits(tree.source, edits), missing };
}

/** The edits after which an element loads nothing. */
function selfContained(element: HtmlElement, dataAt: (address: string) => string): readonly Edit[] {
  const { tagName, attrs } = element;
  if (tagName === "link") return remove(element);
  if (tagName === "style") return setContent(element, withoutRequests(cssOf(element), dataAt));
  return attrs.flatMap(({ name, value }) => {
    if (name === "srcset") return removeAttribute(element, name);
    const loads = name === "background" || LOADING[tagName]?.includes(name) === true;
    const held = loads ? dataAt(value) : name === "style" ? withoutRequests(value, dataAt) : value;
    return held === value ? [] : setAttribute(element, name, escapeHtml(held));
  });
}

function withoutRequests(css: string, dataAt: (address: string) => string): string {
  return css
    .replaceAll(/@import\b[^;]*;/gi, "")
    .replaceAll(/url\((["']?)(https?:[^)]*?)\1\)/gi, (_all, quote, address) => {
      return `url(${quote as string}${dataAt(address as string)}${quote as string})`;
    });
}

function dataOf({ mediaType, bytes }: Asset): string {
  return `data:${mediaType};base64,${Buffer.from(bytes).toString("base64")}`;
}
