import { wordsIn } from "#src/model/words/catalogue.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { literal } from "./literal.ts";
import { cell, mono, sans, sides, SMALL } from "./styles.ts";

/** A GitHub alert: a label in words and a bar, so that its tone does not depend on colour. */
export function calloutHtml(block: BlockOf<"callout">, emit: Emit, { gap }: Stand): string {
  const { newsletter, theme, issue } = emit.input;
  const { accent, ink, tint } = theme.light;
  const severe = block.tone === "warning" || block.tone === "caution";
  const [color, edge, name] = severe ? [ink, "lp-ink-edge", "lp-ink"] : [accent, "lp-edge", "lp-accent"];
  const label = `<p class="${name}" style="margin:0 0 4px;${sans(theme, 13, 1.4, 700, color)}">${escapeHtml(wordsIn(newsletter, issue.lang).email.callouts[block.tone])}</p>`;
  const style = `padding:14px 18px 16px;background-color:${tint};border-${sides(issue.dir).start}:4px solid ${color}`;
  return cell(label + emit.blocks(block.blocks, SMALL), style, `lp-tint ${edge}`, gap);
}

/** Code with its own line ends, which a reader can copy; a line too long for a phone wraps instead of widening the page. */
export function codeHtml(block: BlockOf<"code">, { input }: Emit, { gap }: Stand): string {
  const { theme } = input;
  const text = escapeHtml(literal(block.text, input));
  const pre = `<pre dir="ltr" class="lp-ink" style="margin:0;white-space:pre-wrap;line-height:1.55;text-align:left;${mono(theme, 14)}"><code>${text}</code></pre>`;
  const style = `padding:14px 16px;background-color:${theme.light.tint};border:1px solid ${theme.light.rule}`;
  return cell(pre, style, "lp-tint lp-rule", gap);
}

/** Footnotes at the end: numbered, and complete for a reader whose client follows no links inside a mail. */
export function endnotesHtml(block: BlockOf<"endnotes">, emit: Emit, { gap }: Stand): string {
  const { newsletter, theme, issue } = emit.input;
  const { ink, rule } = theme.light;
  const title = `<h2 class="lp-ink" style="margin:0 0 10px;${sans(theme, 15, 1.4, 700, ink)}">${escapeHtml(wordsIn(newsletter, issue.lang).email.notes)}</h2>`;
  const { start, end } = sides(issue.dir);
  const notes = block.notes.map((note, index) => {
    const number = `<td class="lp-ink" valign="top" width="22" style="padding:0 0 10px;padding-${end}:6px;${sans(theme, 14, 1.65, 400, ink)};text-align:${start}"><a id="note-${index + 1}" name="note-${index + 1}"></a>${index + 1}.</td>`;
    return `<tr>${number}<td style="padding:0 0 10px">${emit.blocks(note, SMALL)}</td></tr>`;
  });
  const table = `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody>${notes.join("")}</tbody></table>`;
  return cell(title + table, `padding:20px 0 0;border-top:1px solid ${rule}`, "lp-rule", gap);
}
