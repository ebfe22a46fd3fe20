import type { ImageRef, Sponsor } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { saidAround } from "#src/render/say-in-html.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { attribute, escapeHtml } from "./escape.ts";
import { shownImage } from "./image-html.ts";
import { cell, sans, SMALL } from "./styles.ts";

/** A logo is at most as wide as this, in CSS pixels: it tells who paid, and is no picture of the issue. */
export const LOGO_WIDTH = 160;

/** Who paid, above everything it holds: in words, so that no image that is not shown can hide it. */
export function sponsorHtml(block: BlockOf<"sponsor">, emit: Emit, { gap }: Stand): string {
  const { theme } = emit.input;
  const { muted, rule } = theme.light;
  const { logo, disclosure, blocks } = block;
  const parts = [
    {
      html: `<p class="lp-muted" style="MARGIN;${sans(theme, 13, 1.4, 600, muted)}">${labelHtml(block, emit.input)}</p>`,
    },
    logo === null ? null : { html: `<p style="MARGIN">${logoHtml(logo, block, emit.input)}</p>` },
    blocks.length === 0 ? null : { html: `<div style="MARGIN">${emit.blocks(blocks, SMALL)}</div>` },
    disclosure === null
      ? null
      : {
          html: `<p class="lp-muted" style="MARGIN;${sans(theme, 13, 1.5, 400, muted)}">${escapeHtml(disclosure)}</p>`,
        },
  ].filter((part) => part !== null);
  const html = parts.map((part, index) =>
    part.html.replace("MARGIN", `margin:0 0 ${index === parts.length - 1 ? 0 : 10}px`),
  );
  return cell(html.join(""), `padding:16px 18px 18px;border:1px solid ${rule}`, "lp-rule", gap);
}

/** "Sponsored by Acme", or the author's own label and the name. */
function labelHtml(sponsor: Sponsor, { newsletter, issue, theme }: TemplateInput): string {
  const name = escapeHtml(sponsor.name);
  const linked =
    sponsor.url === null
      ? name
      : `<a class="lp-accent" href="${escapeHtml(sponsor.url)}" rel="sponsored" style="color:${theme.light.accent};text-decoration:underline">${name}</a>`;
  if (sponsor.label !== null) return `${escapeHtml(sponsor.label)} · ${linked}`;
  return saidAround(wordsIn(newsletter, issue.lang).email.sponsored, "{name}", linked);
}

function logoHtml(logo: ImageRef, { url }: Sponsor, { images, theme }: TemplateInput): string {
  const shown = shownImage(logo.src, images);
  if (shown === null) return "";
  const width = shown.width === null ? null : Math.min(LOGO_WIDTH, shown.width);
  const height =
    width === null || shown.width === null || shown.height === null
      ? null
      : Math.round((shown.height * width) / shown.width);
  const style = `display:block;max-width:${width ?? LOGO_WIDTH}px;height:auto;border:0;${sans(theme, 14, 1.4, 400, theme.light.muted)}`;
  const image = `<img class="lp-muted" src="${escapeHtml(shown.url)}" alt="${escapeHtml(logo.alt)}"${attribute("width", width)}${attribute("height", height)} style="${style}">`;
  return url === null
    ? image
    : `<a href="${escapeHtml(url)}" rel="sponsored" style="text-decoration:none">${image}</a>`;
}
