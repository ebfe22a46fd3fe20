import type { ImageRef } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { attribute, escapeHtml } from "./escape.ts";
import { captionOf } from "#src/render/frame-words.ts";
import { cell, sans, sides, TEXT_WIDTH } from "./styles.ts";

/**
 * Renders an image with caption and credit below it, at the side its author wrote. It is as wide as its author wrote, else as its file, at
 * most as the text.
 */
export function imageHtml(block: BlockOf<"image">, { input, width }: Emit, { gap, above }: Stand): string {
  const { theme, issue } = input;
  const { align = sides(issue.dir).start } = block;
  const caption = captionOf(block.image, input);
  const own = block.width === undefined ? {} : { own: block.width };
  const picture = imageTag(block.image, input, "block", { width, align, ...own });
  const linked =
    block.url === null
      ? picture
      : `<a href="${escapeHtml(block.url)}" style="text-decoration:none">${picture}</a>`;
  const below =
    caption === null
      ? ""
      : `<p class="lp-muted" style="margin:8px 0 0;${sans(theme, 13, 1.45, 400, theme.light.muted)}">${escapeHtml(caption)}</p>`;
  const side = block.align === undefined ? "" : `;text-align:${align}`;
  return cell(linked + below, `padding:4px 0 0${side}`, null, gap, above);
}

/** Margins that move a block to a side in mail programs that know `auto`; Outlook for Windows goes by the cell's `text-align`. */
const SHIFTS = { left: "", center: "margin:0 auto;", right: "margin:0 0 0 auto;" } as const;

/**
 * Returns an `<img>` for a served or https image, and the alt text in words for an image that was not served. `own` is the width its author
 * wrote and `width` the room for it, both in px. A picture on another site keeps its size if its author wrote no width: stretching it would
 * blur a badge.
 */
export function imageTag(
  image: ImageRef,
  { images, theme }: TemplateInput,
  display: "block" | null,
  { align = "left", ...room }: { own?: number; width?: number; align?: "left" | "center" | "right" } = {},
): string {
  const shown = shownImage(image.src, images, room.width, room.own);
  if (shown === null)
    return `<em class="lp-muted" style="color:${theme.light.muted}">${escapeHtml(image.alt)}</em>`;
  const size = shown.width === null ? "max-width:100%" : `width:100%;max-width:${shown.width}px`;
  const style =
    display === "block"
      ? `display:block;${SHIFTS[align]}${size};height:auto;border:0`
      : "max-width:100%;height:auto;border:0;vertical-align:middle";
  const font = sans(theme, 14, 1.4, 400, theme.light.muted);
  return `<img class="lp-muted" src="${escapeHtml(shown.url)}" alt="${escapeHtml(image.alt)}"${attribute("width", shown.width)}${attribute("height", shown.height)} style="${style};${font}">`;
}

/**
 * Returns an image of the issue as it is served: its absolute address, and its width and height in CSS pixels, at most `room` wide (592 if
 * it is left out). `src` is the address or path that the author wrote, and `own` the width that the author wrote, in px. The height of an
 * image on another site is null, because only the reader's mail program knows its size; so is its width without `own`. Returns null for
 * an image that is not served. Throws nothing.
 */
export function shownImage(
  src: string,
  images: TemplateInput["images"],
  room: number = TEXT_WIDTH,
  own?: number,
): { url: string; width: number | null; height: number | null } | null {
  const served = images[src];
  if (served === undefined) {
    if (!/^https?:/.test(src)) return null;
    return { url: src, width: own === undefined ? null : Math.min(own, room), height: null };
  }
  const width = Math.round(Math.min(own ?? served.most ?? served.width, room));
  return { url: served.url, width, height: Math.max(1, Math.round((served.height * width) / served.width)) };
}
