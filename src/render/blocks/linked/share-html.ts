import { wordsIn } from "#src/model/words/catalogue.ts";
import type { BlockOf, Emit, Stand } from "#src/render/blocks/emit.ts";
import { escapeHtml } from "#src/render/blocks/escape.ts";
import { linkLook } from "#src/render/blocks/inline-html.ts";
import { cell, sans } from "#src/render/blocks/styles.ts";
import { shareLinks } from "./share-links.ts";

/** Renders the links by which readers pass the issue on: words on one line where there is room, 32 px high for a finger. */
export function shareHtml(_block: BlockOf<"share">, { input }: Emit, { gap, above }: Stand): string {
  const links = shareLinks(input);
  if (links.length === 0) return "";
  const { newsletter, theme, issue } = input;
  const { ink, muted, rule } = theme.light;
  const title = `<p class="lp-ink" style="margin:0;${sans(theme, 15, 1.5, 700, ink)}">${escapeHtml(wordsIn(newsletter, issue.lang).email.share)}</p>`;
  // Between two names in Latin letters a dot would count as Latin, too: at the end of a line it would stand on the wrong side.
  const mark = issue.dir === "rtl" ? "&rlm;" : "";
  const row = links
    .map(({ label, url }) => `<a${linkLook(input)} href="${escapeHtml(url)}">${escapeHtml(label)}</a>`)
    .join(`&nbsp;${mark}·${mark} `);
  const line = `<p class="lp-muted" style="margin:0;font:15px/32px ${theme.sans};color:${muted}">${row}</p>`;
  const style = `padding:14px 0 10px;border-top:1px solid ${rule};border-bottom:1px solid ${rule}`;
  return cell(title + line, style, "lp-rule", gap + 4, above);
}
