import type { TemplateInput, Theme } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";

/** Inline declarations for the newsletter's name in type, which is also what a logo shows with images off. */
export function nameplateType({ serif, light }: Theme): string {
  return `font:700 23px/30px ${serif};color:${light.ink}`;
}

/**
 * The logo, which is a link, or the newsletter's name; its type is that of what it stands in. Two images where the newsletter has a
 * dark logo, each with its own size; the head's styles show one of them.
 */
export function nameplateHtml({ newsletter, theme }: TemplateInput): string {
  const { logo } = theme;
  if (logo === null) return escapeHtml(newsletter.name);
  // What hides an image hides its link, too: a link around nothing is read out as its address.
  const image = (file: { url: string; width: number; height: number }, name: string, display: string) => {
    const shown = `<img class="${`${name} lp-ink`.trim()}" src="${escapeHtml(file.url)}" alt="${escapeHtml(logo.alt)}" width="${file.width}" height="${file.height}" style="display:${display};max-width:100%;border:0">`;
    const look = `${name === "" ? "" : ` class="${name}"`} style="display:${display};text-decoration:none"`;
    return `<a href="${escapeHtml(logo.url)}"${look}>${shown}</a>`;
  };
  const light = { url: logo.light, width: logo.width, height: logo.height };
  if (logo.dark === null) return image(light, "", "block");
  const dark = { ...light, ...logo.darkSize, url: logo.dark };
  // Outlook for Windows hides nothing without its own word for it, and no image by itself: the element around it goes.
  const hidden = `<!--[if !mso]><!-->${image(dark, "lp-logo-dark", "none")}<!--<![endif]-->`;
  return image(light, "lp-logo-light", "block") + hidden;
}
