import type { BlockOf, Emit, Stand } from "./emit.ts";
import { sides, TEXT_WIDTH } from "./styles.ts";

/** Space between two columns, in px. */
const GUTTER = 24;

/**
 * Columns beside each other where there is room, below each other where there is not, without a media query: inline
 * blocks with a greatest width. Outlook for Windows knows neither and gets a table in a conditional comment. The
 * blocks touch (no white space between them), so no zero font size is needed, which spam filters count against a mail.
 */
export function columnsHtml(block: BlockOf<"columns">, emit: Emit, { gap }: Stand): string {
  const width = Math.floor(TEXT_WIDTH / block.columns.length);
  const { end } = sides(emit.input.issue.dir);
  const columns = block.columns.map((blocks, index) => {
    const gutter = index === block.columns.length - 1 ? 0 : GUTTER;
    const inner = `<div class="lp-column-text" style="padding:0;padding-${end}:${gutter}px">${emit.blocks(blocks, emit.look)}</div>`;
    return `<!--[if mso]><td valign="top" width="${width}"><![endif]--><div class="lp-column" style="display:inline-block;width:100%;max-width:${width}px;vertical-align:top"><div style="padding:0 0 ${gap}px">${inner}</div></div><!--[if mso]></td><![endif]-->`;
  });
  return `<!--[if mso]><table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr><![endif]-->${columns.join("")}<!--[if mso]></tr></tbody></table><![endif]-->`;
}
