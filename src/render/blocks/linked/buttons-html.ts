import type { BlockOf, Emit, Stand } from "#src/render/blocks/emit.ts";
import { buttonTag } from "#src/render/blocks/button-table.ts";
import { inlineHtml } from "#src/render/blocks/inline-html.ts";
import { sides, TABLE } from "#src/render/blocks/styles.ts";

/** Space between two buttons, and below each where they stand on two lines, in px. */
const BETWEEN = 12;

/** Buttons beside each other, on several lines where they need them. Outlook for Windows gets a table that does not wrap. */
export function buttonsHtml(block: BlockOf<"buttons">, { input }: Emit, { gap, above }: Stand): string {
  const { end } = sides(input.issue.dir);
  const buttons = block.blocks.map((button) => {
    if (button.kind !== "button") return "";
    const tag = buttonTag(input.theme, {
      url: button.url,
      label: inlineHtml(button.children, input),
      secondary: button.secondary === true,
    });
    const padded = `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td style="padding:0 0 ${BETWEEN}px;padding-${end}:${BETWEEN}px">${tag}</td></tr></tbody></table>`;
    return `<!--[if mso]><td valign="top"><![endif]--><div style="display:inline-block;vertical-align:top">${padded}</div><!--[if mso]></td><![endif]-->`;
  });
  const row = `<!--[if mso]><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><![endif]-->${buttons.join("")}<!--[if mso]></tr></table><![endif]-->`;
  return `${TABLE}<tbody><tr><td style="padding:${above + 6}px 0 ${Math.max(0, gap + 6 - BETWEEN)}px">${row}</td></tr></tbody></table>`;
}
