import type { ImageRef } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import type { BlockOf, Emit, Stand } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { imageTag, shownImage } from "#src/render/blocks/image-html.ts";
import { cell, sans, sides, TABLE, TEXT_WIDTH } from "#src/render/blocks/styles.ts";
import { captionOf } from "#src/render/frame-words.ts";

/** Space between two pictures, in px. */
const BETWEEN = 12;

/**
 * Renders pictures beside each other, on a phone too, each as wide as its share of the text: cells of one table, which every mail program
 * draws alike. A picture is never cut, and never larger than its file.
 */
export function galleryHtml(
  block: BlockOf<"gallery">,
  { input, width: room }: Emit,
  { gap, above }: Stand,
): string {
  const { theme, issue } = input;
  const { end } = sides(issue.dir);
  const count = block.blocks.length;
  const width = galleryWidth(count, room);
  const cells = block.blocks.map((picture, index) => {
    if (picture.kind !== "image") return "";
    const caption = captionOf(picture.image, input);
    const space = index === count - 1 ? "padding:4px 0 0" : `padding:4px 0 0;padding-${end}:${BETWEEN}px`;
    const image = pictureTag(picture.image, width, input);
    const linked =
      picture.url === null
        ? image
        : `<a href="${escapeHtml(picture.url)}" style="text-decoration:none">${image}</a>`;
    const below =
      caption === null
        ? ""
        : `${TABLE}<tbody><tr><td class="lp-muted" style="padding:8px 0 0;${sans(theme, 13, 1.45, 400, theme.light.muted)}">${escapeHtml(caption)}</td></tr></tbody></table>`;
    return `<td valign="top" width="${Math.floor(100 / count)}%" style="${space}">${linked}${below}</td>`;
  });
  const table = `${TABLE.slice(0, -1)} style="table-layout:fixed"><tbody><tr>${cells.join("")}</tr></tbody></table>`;
  return cell(table, "padding:0", null, gap, above);
}

/** Returns the width of one of `count` pictures beside each other in a text of `width`, in CSS pixels. */
export function galleryWidth(count: number, width = TEXT_WIDTH): number {
  return Math.floor((width - BETWEEN * (count - 1)) / count);
}

/** The size of a picture on another site is unknown, and Outlook for Windows would show all of it. */
function pictureTag(image: ImageRef, width: number, input: TemplateInput): string {
  const isMeasured = shownImage(image.src, input.images)?.width !== null;
  return imageTag(image, input, "block", isMeasured ? { width } : { width, own: width });
}
