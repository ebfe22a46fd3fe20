import { wordsIn } from "#src/model/words/catalogue.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { escapeHtml } from "./escape.ts";
import { literal } from "./literal.ts";
import { around, cell, MONO, sans, serif, sides, SMALL, TABLE } from "./styles.ts";

/** A GitHub alert: a label in words and a bar, so that its tone does not depend on colour. */
export function calloutHtml(block: BlockOf<"callout">, emit: Emit, { gap, above }: Stand): string {
  const { newsletter, theme, issue } = emit.input;
  const { accent, ink, tint } = theme.light;
  const severe = block.tone === "warning" || block.tone === "caution";
  const [color, edge, name] = severe ? [ink, "lp-ink-edge", "lp-ink"] : [accent, "lp-edge", "lp-accent"];
  const label = `<p class="${name}" style="margin:0 0 4px;${sans(theme, 13, 1.4, 700, color)}">${escapeHtml(wordsIn(newsletter, issue.lang).email.callouts[block.tone])}</p>`;
  const style = `padding:14px 18px 16px;background-color:${tint};border-${sides(issue.dir).start}:4px solid ${color};${serif(theme, SMALL)}`;
  const inner = emit.inside(SMALL, emit.width - 40).blocks(block.blocks);
  return cell(label + inner, style, `lp-tint lp-ink ${edge}`, gap, above);
}

/** Code with its own line ends, which a reader can copy; a line too long for a phone wraps instead of widening the page. */
export function codeHtml(block: BlockOf<"code">, { input }: Emit, { gap, above }: Stand): string {
  const { theme } = input;
  const text = escapeHtml(literal(block.text, input));
  const pre = `<pre dir="ltr" class="lp-ink" style="margin:0;white-space:pre-wrap;font:14px/1.55 ${MONO};text-align:left;color:${theme.light.ink}"><code>${text}</code></pre>`;
  const style = `padding:14px 16px;background-color:${theme.light.tint};border:1px solid ${theme.light.rule}`;
  return cell(pre, style, "lp-tint lp-rule", gap, above);
}

/** Footnotes at the end: numbered, and complete for a reader whose client follows no links inside a mail. */
export function endnotesHtml(block: BlockOf<"endnotes">, emit: Emit, { gap }: Stand): string {
  const { newsletter, theme, issue } = emit.input;
  const { ink, rule } = theme.light;
  const title = `<h2 class="lp-ink" style="margin:0 0 10px;${sans(theme, 15, 1.4, 700, ink)}">${escapeHtml(wordsIn(newsletter, issue.lang).email.notes)}</h2>`;
  // Three digits are wider than one.
  const width = 12 + 10 * String(block.notes.length).length;
  const inner = emit.inside(SMALL, emit.width - width - 6);
  const notes = block.notes.map((note, index) => {
    const padding = around(issue.dir, { top: 0, end: 6, bottom: 10, start: 0 });
    const number = `<td width="${width}" style="padding:${padding}"><a id="note-${index + 1}" name="note-${index + 1}"></a>${index + 1}.</td>`;
    return `<tr valign="top">${number}<td style="padding:0 0 10px">${inner.blocks(note)}</td></tr>`;
  });
  const table = `${TABLE.slice(0, -1)} class="lp-ink" style="${serif(theme, SMALL)}"><tbody>${notes.join("")}</tbody></table>`;
  return cell(title + table, `padding:20px 0 0;border-top:1px solid ${rule}`, "lp-rule", gap);
}
