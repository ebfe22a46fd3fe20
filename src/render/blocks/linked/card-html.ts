import { PLAYED, type TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { fill } from "#src/model/words/words.ts";
import type { BlockOf, Emit, Stand } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { imageTag, shownImage } from "#src/render/blocks/image-html.ts";
import { inlineHtml, linkLook } from "#src/render/blocks/inline-html.ts";
import { cell, sans, SMALL, TABLE } from "#src/render/blocks/styles.ts";

/** Width of the hairlines on both sides of a picture, in px. */
const HAIRLINES = 2;

/**
 * Renders a card: a picture from edge to edge, a linked title, and words about it, inside a hairline. The picture leads where the title
 * leads; if its alt text is empty, it is hidden from screen readers. A film without its picture is still a card with words.
 */
export function cardHtml(block: BlockOf<"card">, emit: Emit, { gap, above }: Stand): string {
  const { input } = emit;
  const { theme } = input;
  const { accent, rule } = theme.light;
  const play = block.video === null ? "" : `<span aria-hidden="true">&#9654;&#65038; </span>`;
  const words =
    block.children.length > 0 ? inlineHtml(block.children, input) : escapeHtml(watchWords(block, input));
  const href = escapeHtml(block.url);
  const title = `<a${linkLook(input)} href="${href}">${play}${words}</a>`;
  const about =
    block.blocks.length === 0
      ? ""
      : `<tr><td style="padding:0 18px 16px">${emit.blocks(block.blocks, SMALL, { width: emit.width - 38 })}</td></tr>`;
  const below = about === "" ? "14px 18px 16px" : "14px 18px 8px";
  const rows = `${pictureRow(block, emit.width - HAIRLINES, input)}<tr><td class="lp-accent" style="padding:${below};${sans(theme, 18, 1.35, 700, accent)}">${title}</td></tr>${about}`;
  const table = `${TABLE}<tbody>${rows}</tbody></table>`;
  return cell(table, `padding:0;border:1px solid ${rule}`, "lp-rule", gap + 4, above);
}

/** Returns the words of the link to a film that has no title here: "Watch on YouTube". */
export function watchWords(block: BlockOf<"card">, { newsletter, issue }: TemplateInput): string {
  return fill(wordsIn(newsletter, issue.lang).email.watch, { site: block.video?.site ?? block.url });
}

function pictureRow({ image, url, video }: BlockOf<"card">, width: number, input: TemplateInput): string {
  if (image === null) return "";
  const sources = [...(video === null ? [] : [PLAYED + image.src]), image.src];
  const src = sources.find((one) => shownImage(one, input.images) !== null);
  if (src === undefined) return "";
  // The size of a picture on another site is unknown, and Outlook for Windows would show all of it.
  const isMeasured = shownImage(src, input.images)?.width !== null;
  const room = isMeasured ? { width } : { width, own: width };
  const hidden = image.alt === "" ? ` aria-hidden="true" tabindex="-1"` : "";
  const picture = imageTag({ ...image, src }, input, "block", room);
  return `<tr><td class="lp-tint" style="padding:0;background-color:${input.theme.light.tint}"><a href="${escapeHtml(url)}"${hidden} style="text-decoration:none">${picture}</a></td></tr>`;
}
