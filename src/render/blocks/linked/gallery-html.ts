import type { BlockOf, Emit, Stand } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { cell, sans, sides, TEXT_WIDTH } from "#src/render/blocks/styles.ts";
import { captionOf } from "#src/render/frame-words.ts";

/** Space between two pictures, in px. */
const BETWEEN = 12;

/**
 * Pictures beside each other, as wide as their share of the text, on a phone too: cells of one table, which every mail program
 * draws alike. A picture is never cut, and never larger than its file.
 */
export function galleryHtml(block: BlockOf<"gallery">, { input }: Emit, { gap }: Stand): string {
  const { theme, issue } = input;
  const { end } = sides(issue.dir);
  const count = block.blocks.length;
  const width = galleryWidth(count);
  const cells = block.blocks.map((picture, index) => {
    if (picture.kind !== "image") return "";
    const caption = captionOf(picture.image, issue.lang);
    const space = index === count - 1 ? "padding:4px 0 0" : `padding:4px 0 0;padding-${end}:${BETWEEN}px`;
    const image = pictureTag(picture.image, width, input);
    const linked =
      picture.url === null
        ? image
        : `<a href="${escapeHtml(picture.url)}" style="text-decoration:none">${image}</a>`;
    const below =
      caption === null
        ? ""
        : `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td class="lp-muted" style="padding:8px 0 0;${sans(theme, 13, 1.45, 400, theme.light.muted)}">${escapeHtml(caption)}</td></tr></tbody></table>`;
    return `<td valign="top" width="${Math.floor(100 / count)}%" style="${space}">${linked}${below}</td>`;
  });
  const table = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed"><tbody><tr>${cells.join("")}</tr></tbody></table>`;
  return cell(table, "padding:0", null, gap);
}

/** The width of one of `count` pictures beside each other in a text of `width`, in CSS pixels. */
export function galleryWidth(count: number, width = TEXT_WIDTH): number {
  return Math.floor((width - BETWEEN * (count - 1)) / count);
}

function pictureTag(
  { src, alt }: { readonly src: string; readonly alt: string },
  most: number,
  { images, theme }: Emit["input"],
): string {
  const shown = shownImage(src, images);
  const words = escapeHtml(alt);
  const { muted } = theme.light;
  if (shown === null) return `<em class="lp-muted" style="color:${muted}">${words}</em>`;
  const width = Math.min(most, shown.width ?? most);
  const height =
    shown.width === null || shown.height === null
      ? ""
      : ` height="${Math.max(1, Math.round((shown.height * width) / shown.width))}"`;
  return `<img class="lp-muted" src="${escapeHtml(shown.url)}" alt="${words}" width="${width}"${height} style="display:block;width:100%;max-width:${width}px;height:auto;border:0;${sans(theme, 14, 1.4, 400, muted)}">`;
}
