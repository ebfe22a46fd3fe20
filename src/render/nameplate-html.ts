import type { TemplateInput, Theme } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";

/** Inline declarations for the newsletter's name in type, which is also what a logo shows with images off. */
export function nameplateType({ serif, light }: Theme): string {
  return `font:700 23px/30px ${serif};color:${light.ink}`;
}

/**
 * Renders the logo as a link, or else the newsletter's name in the type of the element around. A newsletter with a dark logo has two
 * images, each with its own size; the head's styles show one of them.
 */
export function nameplateHtml({ newsletter, theme }: TemplateInput): string {
  const { logo } = theme;
  if (logo === null) return escapeHtml(newsletter.name);
  // What hides an image must hide its link, too: a screen reader reads an empty link out as its address.
  const image = (file: { url: string; width: number; height: number }, name: string, display: string) => {
    const shown = `<img class="${`${name} lp-ink`.trim()}" src="${escapeHtml(file.url)}" alt="${escapeHtml(logo.alt)}" width="${file.width}" height="${file.height}" style="display:${display};max-width:100%;border:0">`;
    const look = `${name === "" ? "" : ` class="${name}"`} style="display:${display};text-decoration:none"`;
    return `<a href="${escapeHtml(logo.url)}"${look}>${shown}</a>`;
  };
  const light = { url: logo.light, width: logo.width, height: logo.height };
  if (logo.dark === null) return image(light, "", "block");
  const dark = { ...light, ...logo.darkSize, url: logo.dark };
  // Outlook for Windows hides elements only with its own `mso-hide`, and never an image: a comment keeps the whole link from it.
  const hidden = `<!--[if !mso]><!-->${image(dark, "lp-logo-dark", "none")}<!--<![endif]-->`;
  return image(light, "lp-logo-light", "block") + hidden;
}
