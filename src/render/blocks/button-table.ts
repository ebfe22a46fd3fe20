import type { Theme } from "#src/model/template.ts";
import { escapeHtml } from "./escape.ts";
import { sans, PADDED } from "./styles.ts";

/** `label` is HTML. `secondary`: an outline instead of a coloured ground. */
export interface Button {
  readonly url: string;
  readonly label: string;
  readonly secondary?: boolean;
}

/**
 * A button 44 px high: a coloured cell, so that Outlook for Windows colours all of it, around a link whose padding
 * makes the whole cell a target everywhere else. `label` is HTML; `gap` and `above` in CSS pixels.
 */
export function buttonTable(
  theme: Theme,
  { gap, above = 0, ...button }: Button & { readonly gap: number; readonly above?: number },
): string {
  return `${PADDED}<tbody><tr><td style="padding:${above + 6}px 0 ${gap + 6}px">${buttonTag(theme, button)}</td></tr></tbody></table>`;
}

/** The button itself, without space around it. */
export function buttonTag(theme: Theme, { url, label, secondary = false }: Button): string {
  const { accent, onAccent } = theme.light;
  // The 2 px of the outline on each side come off the padding that the coloured ground has.
  const [name, ground, padding, color] = secondary
    ? (["lp-accent", "", "10px 22px", accent] as const)
    : (["lp-button", `background-color:${accent};border-radius:4px;`, "12px 24px", onAccent] as const);
  const link = `<a class="${name}" href="${escapeHtml(url)}" style="display:inline-block;padding:${padding};${ground}text-decoration:none;${sans(theme, 16, 1.25, 600, color)}">${label}</a>`;
  const cell = secondary
    ? `<td class="lp-edge" style="border:2px solid ${accent};border-radius:4px;mso-padding-alt:10px 22px">`
    : `<td class="lp-button" bgcolor="${accent}" style="border-radius:4px;mso-padding-alt:12px 24px">`;
  // The head's style sheet collapses the borders of tables, which squares their corners.
  const apart = secondary ? ` style="border-collapse:separate"` : "";
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"${apart}><tbody><tr>${cell}${link}</td></tr></tbody></table>`;
}
