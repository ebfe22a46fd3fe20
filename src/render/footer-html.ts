import type { TemplateInput } from "#src/model/template.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { linksHtml } from "#src/render/blocks/links-html.ts";
import { PADDED } from "#src/render/blocks/styles.ts";
import { frameWords } from "#src/render/frame-words.ts";
import { smallPrint } from "./small-print.ts";

/** Renders all that the law demands at the end of an email, under a hairline. */
export function footerHtml(input: TemplateInput): string {
  const { light } = input.theme;
  const words = `<div class="lp-text lp-muted" style="${smallPrint(input.theme)}">${reasonHtml(input)}<p style="margin:10px 0 0;line-height:28px">${linksHtml(input)}</p></div>`;
  return `${PADDED}<tbody><tr><td class="lp-rule" style="padding:20px 0 0;border-top:1px solid ${light.rule}">${words}</td></tr></tbody></table>`;
}

/** Renders why the reader gets this mail, and the postal address, in the type of the element around them. */
export function reasonHtml(input: TemplateInput): string {
  const { reason, postalAddress } = frameWords(input);
  return `<p style="margin:0 0 10px">${escapeHtml(reason)}</p><p style="margin:0">${escapeHtml(postalAddress)}</p>`;
}
