import { PLAYED, type TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { fill } from "#src/model/words/words.ts";
import type { BlockOf, Emit, Stand } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { shownImage } from "#src/render/blocks/image-html.ts";
import { inlineHtml } from "#src/render/blocks/inline-html.ts";
import { cell, sans, SMALL, TEXT_WIDTH } from "#src/render/blocks/styles.ts";

/** The hairline on both sides of a picture, in px. */
const HAIRLINES = 2;

/**
 * A card: a picture from edge to edge, a linked title, and words about it, in a hairline. The picture leads where the title leads;
 * where its alt text says nothing more, it is hidden from who listens. A film without its picture is still a card with words.
 */
export function cardHtml(block: BlockOf<"card">, emit: Emit, { gap }: Stand): string {
  const { input } = emit;
  const { theme } = input;
  const { accent, rule } = theme.light;
  const play = block.video === null ? "" : `<span aria-hidden="true">&#9654;&#65038; </span>`;
  const words =
    block.children.length > 0 ? inlineHtml(block.children, input) : escapeHtml(watchWords(block, input));
  const href = escapeHtml(block.url);
  const title = `<a class="lp-accent" href="${href}" style="color:${accent};text-decoration:underline">${play}${words}</a>`;
  const about =
    block.blocks.length === 0
      ? ""
      : `<tr><td style="padding:0 18px 16px">${emit.blocks(block.blocks, SMALL)}</td></tr>`;
  const below = about === "" ? "14px 18px 16px" : "14px 18px 8px";
  const rows = `${pictureRow(block, TEXT_WIDTH - HAIRLINES, input)}<tr><td class="lp-accent" style="padding:${below};${sans(theme, 18, 1.35, 700, accent)}">${title}</td></tr>${about}`;
  const table = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody>${rows}</tbody></table>`;
  return cell(table, `padding:0;border:1px solid ${rule}`, "lp-rule", gap + 4);
}

/** What the link to a film says that has no title here: "Watch on YouTube". */
export function watchWords(block: BlockOf<"card">, { issue }: TemplateInput): string {
  return fill(wordsIn(issue.lang).email.watch, { site: block.video?.site ?? block.url });
}

function pictureRow(
  { image, url, video }: BlockOf<"card">,
  most: number,
  { images, theme }: TemplateInput,
): string {
  if (image === null) return "";
  const shown =
    (video === null ? null : shownImage(PLAYED + image.src, images)) ?? shownImage(image.src, images);
  if (shown === null) return "";
  const { muted, tint } = theme.light;
  const width = Math.min(most, shown.width ?? most);
  const height =
    shown.width === null || shown.height === null
      ? ""
      : ` height="${Math.max(1, Math.round((shown.height * width) / shown.width))}"`;
  const hidden = image.alt === "" ? ` aria-hidden="true" tabindex="-1"` : "";
  const picture = `<img class="lp-muted" src="${escapeHtml(shown.url)}" alt="${escapeHtml(image.alt)}" width="${width}"${height} style="display:block;width:100%;max-width:${width}px;height:auto;border:0;${sans(theme, 14, 1.4, 400, muted)}">`;
  return `<tr><td class="lp-tint" style="padding:0;background-color:${tint}"><a href="${escapeHtml(url)}"${hidden} style="text-decoration:none">${picture}</a></td></tr>`;
}
