import type { BlockOf, Emit, Stand } from "./emit.ts";
import { around, PADDED, serif, TABLE } from "./styles.ts";

/** Space between two columns, in px. */
const GUTTER = 24;

/**
 * Renders columns of equal width beside each other where there is room and below each other where there is not, without a media query:
 * inline blocks with a `max-width`. Outlook for Windows knows neither and gets a table in a conditional comment. The blocks touch (no white
 * space between them), so they need no zero font size, which spam filters count against a mail.
 */
export function columnsHtml(block: BlockOf<"columns">, emit: Emit, { gap, above }: Stand): string {
  const { dir } = emit.input.issue;
  const last = block.columns.length - 1;
  const width = Math.floor((emit.width - GUTTER * last) / block.columns.length);
  const columns = block.columns.map((blocks, index) => {
    const gutter = index === last ? 0 : GUTTER;
    const padding = around(dir, { top: above, end: gutter, bottom: gap, start: 0 });
    const text = emit.inside(emit.look, width).blocks(blocks);
    const name = `lp-${emit.look.tone}${index === last ? "" : " lp-column-text"}`;
    const style = `padding:${padding};${serif(emit.input.theme, emit.look)}`;
    const inner = `${PADDED}<tbody><tr><td class="${name}" style="${style}">${text}</td></tr></tbody></table>`;
    return `<td valign="top" width="${width + gutter}"><![endif]--><div class="lp-column" style="display:inline-block;width:100%;max-width:${width + gutter}px;vertical-align:top">${inner}</div><!--[if mso]></td>`;
  });
  return `<!--[if mso]>${TABLE}<tbody><tr>${columns.join("")}</tr></tbody></table><![endif]-->`;
}
