import type { TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { linkLook } from "#src/render/blocks/inline-html.ts";
import { sides, PADDED } from "#src/render/blocks/styles.ts";
import { frameWords } from "#src/render/frame-words.ts";
import { nameplateHtml, nameplateType } from "./nameplate-html.ts";
import { smallPrint } from "./small-print.ts";

/** Renders whose letter this is, which issue, and where to read it online, above a rule. */
export function mastheadHtml(input: TemplateInput): string {
  const { theme } = input;
  const line = datelineRow(input);
  const below =
    line === "" ? "" : `${PADDED.slice(0, -1)} style="${smallPrint(theme)}"><tbody>${line}</tbody></table>`;
  const style = `padding:0 0 14px;border-bottom:2px solid ${theme.light.ink}`;
  return `${PADDED}<tbody><tr><td class="lp-ink-edge" style="${style}"><div class="lp-text lp-ink" style="${nameplateType(theme)}">${nameplateHtml(input)}</div>${below}</td></tr></tbody></table>`;
}

/**
 * Renders number and date on one side and the link to read online on the other, in the type of the element around; empty if there is
 * neither.
 */
export function datelineRow(input: TemplateInput): string {
  const { issue, urls } = input;
  const { dateline, viewOnline } = frameWords(input);
  if (dateline === null && viewOnline === null) return "";
  const { start, end } = sides(issue.dir);
  const first = `<td class="lp-text lp-muted" valign="bottom" style="padding:2px 0 0;text-align:${start}">${escapeHtml(dateline ?? "")}</td>`;
  if (viewOnline === null || urls.web === null) return `<tr>${first}</tr>`;
  const link = `<a${linkLook(input, "lp-quiet")} href="${escapeHtml(urls.web)}">${escapeHtml(viewOnline)}</a>`;
  return `<tr>${first}<td class="lp-text lp-muted" valign="bottom" width="120" style="padding:2px 0 0;text-align:${end}">${link}</td></tr>`;
}
