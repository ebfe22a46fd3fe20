import type { ImageRef } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { attribute, escapeHtml } from "./escape.ts";
import { captionOf } from "#src/render/frame-words.ts";
import { cell, sans, TEXT_WIDTH } from "./styles.ts";

/** An image as wide as it is or as the text, with caption and credit under it. */
export function imageHtml(block: BlockOf<"image">, { input }: Emit, { gap }: Stand): string {
  const { theme } = input;
  const caption = captionOf(block.image, input);
  const picture = imageTag(block.image, input, "block");
  const linked =
    block.url === null
      ? picture
      : `<a href="${escapeHtml(block.url)}" style="text-decoration:none">${picture}</a>`;
  const below =
    caption === null
      ? ""
      : `<p class="lp-muted" style="margin:0;padding:8px 0 0;${sans(theme, 13, 1.45, 400, theme.light.muted)}">${escapeHtml(caption)}</p>`;
  return cell(linked + below, `padding:4px 0 0`, null, gap);
}

/** `<img>` for a served or https image; the alt text in words where the image was not served. */
export function imageTag(image: ImageRef, { images, theme }: TemplateInput, display: "block" | null): string {
  const shown = shownImage(image.src, images);
  if (shown === null)
    return `<em class="lp-muted" style="color:${theme.light.muted}">${escapeHtml(image.alt)}</em>`;
  const size = shown.width === null ? "width:100%" : `width:100%;max-width:${shown.width}px`;
  const style =
    display === "block"
      ? `display:block;${size};height:auto;border:0`
      : "max-width:100%;height:auto;border:0;vertical-align:middle";
  const font = sans(theme, 14, 1.4, 400, theme.light.muted);
  return `<img class="lp-muted" src="${escapeHtml(shown.url)}" alt="${escapeHtml(image.alt)}"${attribute("width", shown.width)}${attribute("height", shown.height)} style="${style};${font}">`;
}

/**
 * An image of the issue as it is served: its absolute address, width and height in CSS pixels, at most 592 wide. `src` is what its
 * author wrote. Width and height are null for an image on another site, whose size only the reader's client knows; null in
 * whole for an image that is not served. Throws nothing.
 */
export function shownImage(
  src: string,
  images: TemplateInput["images"],
): { url: string; width: number | null; height: number | null } | null {
  const served = images[src];
  if (served === undefined) return /^https?:/.test(src) ? { url: src, width: null, height: null } : null;
  const scale = Math.min(1, TEXT_WIDTH / served.width);
  return {
    url: served.url,
    width: Math.round(served.width * scale),
    height: Math.round(served.height * scale),
  };
}
