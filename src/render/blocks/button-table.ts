import type { Theme } from "#src/model/template.ts";
import { escapeHtml } from "./escape.ts";
import { sans, TABLE } from "./styles.ts";

/**
 * A button 44 px high: a coloured cell, so that Outlook for Windows colours all of it, around a link whose padding
 * makes the whole cell a target everywhere else. `label` is HTML; `gap` and `above` in CSS pixels.
 */
export function buttonTable(
  theme: Theme,
  {
    url,
    label,
    gap,
    above = 0,
  }: { readonly url: string; readonly label: string; readonly gap: number; readonly above?: number },
): string {
  const { accent, onAccent } = theme.light;
  const link = `<a class="lp-button" href="${escapeHtml(url)}" style="display:inline-block;padding:12px 24px;background-color:${accent};border-radius:4px;text-decoration:none;${sans(theme, 16, 1.25, 600, onAccent)}">${label}</a>`;
  const button = `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td class="lp-button" bgcolor="${accent}" style="border-radius:4px;mso-padding-alt:12px 24px">${link}</td></tr></tbody></table>`;
  return `${TABLE}<tbody><tr><td style="padding:${above + 6}px 0 ${gap + 6}px">${button}</td></tr></tbody></table>`;
}
