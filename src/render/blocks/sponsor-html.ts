import type { ImageRef, Sponsor } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { saidAround } from "#src/render/say-in-html.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { imageTag, shownImage } from "./image-html.ts";
import { linkLook } from "./inline-html.ts";
import { cell, sans, SMALL } from "./styles.ts";

/** Greatest width of a logo, in CSS pixels: it tells who paid, and is not a picture of the issue. */
export const LOGO_WIDTH = 160;

/** Renders a sponsor's block. Who paid stands above all it holds, in words, so that no image that is not shown can hide it. */
export function sponsorHtml(block: BlockOf<"sponsor">, emit: Emit, { gap, above }: Stand): string {
  const { theme } = emit.input;
  const { muted, rule } = theme.light;
  const { logo, disclosure, blocks } = block;
  const parts = [
    {
      html: `<p class="lp-muted" style="MARGIN;${sans(theme, 13, 1.4, 600, muted)}">${labelHtml(block, emit.input)}</p>`,
    },
    logo === null ? null : { html: `<p style="MARGIN">${logoHtml(logo, block, emit.input)}</p>` },
    blocks.length === 0
      ? null
      : { html: `<div style="MARGIN">${emit.blocks(blocks, SMALL, { width: emit.width - 38 })}</div>` },
    disclosure === null
      ? null
      : {
          html: `<p class="lp-muted" style="MARGIN;${sans(theme, 13, 1.5, 400, muted)}">${escapeHtml(disclosure)}</p>`,
        },
  ].filter((part) => part !== null);
  const html = parts.map((part, index) =>
    part.html.replace("MARGIN", `margin:0 0 ${index === parts.length - 1 ? 0 : 10}px`),
  );
  return cell(html.join(""), `padding:16px 18px 18px;border:1px solid ${rule}`, "lp-rule", gap, above);
}

/** "Sponsored by Acme", or the author's own label and the name. */
function labelHtml(sponsor: Sponsor, input: TemplateInput): string {
  const { newsletter, issue } = input;
  const name = escapeHtml(sponsor.name);
  const linked =
    sponsor.url === null
      ? name
      : `<a${linkLook(input)} href="${escapeHtml(sponsor.url)}" rel="sponsored">${name}</a>`;
  if (sponsor.label !== null) return `${escapeHtml(sponsor.label)} · ${linked}`;
  return saidAround(wordsIn(newsletter, issue.lang).email.sponsored, "{name}", linked);
}

function logoHtml(logo: ImageRef, { url }: Sponsor, input: TemplateInput): string {
  const shown = shownImage(logo.src, input.images);
  if (shown === null) return "";
  // The size of a picture on another site is unknown, and Outlook for Windows would show all of it.
  const own = shown.width === null ? { own: LOGO_WIDTH } : {};
  const image = imageTag(logo, input, "block", { width: LOGO_WIDTH, ...own });
  return url === null
    ? image
    : `<a href="${escapeHtml(url)}" rel="sponsored" style="text-decoration:none">${image}</a>`;
}
