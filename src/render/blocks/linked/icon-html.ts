import { ICON, type TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";

/** Shown width and height, in CSS pixels. */
export const ICON_WIDTH = 24;

/** Renders the icon of a link in the footer, with the link's words as alt text. Null if the link has no icon or the icon is not served. */
export function iconHtml(
  { icon, label }: TemplateInput["newsletter"]["social"][number],
  { images }: TemplateInput,
): string | null {
  const light = icon && images[ICON + icon.light];
  if (!icon || !light) return null;
  const dark = icon.dark === undefined ? undefined : images[ICON + icon.dark];
  const image = (url: string, more: string) =>
    `<img src="${escapeHtml(url)}" alt="${escapeHtml(label)}" width="${ICON_WIDTH}" height="${ICON_WIDTH}"${more}>`;
  const shown = "border:0;vertical-align:middle";
  if (dark === undefined) return image(light.url, ` style="${shown}"`);
  // Outlook for Windows hides elements only with its own `mso-hide`, and never an image: a comment keeps the icon from it.
  const hidden = `<!--[if !mso]><!-->${image(dark.url, ` class="lp-icon-dark" style="${shown};display:none"`)}<!--<![endif]-->`;
  return image(light.url, ` class="lp-logo-light" style="${shown}"`) + hidden;
}
