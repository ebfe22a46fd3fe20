import type { TemplateInput } from "#src/model/template.ts";
import type { BlockOf, Emit, Stand } from "#src/render/blocks/emit.ts";
import { type Button, buttonTag } from "#src/render/blocks/button-table.ts";
import { inlineHtml } from "#src/render/blocks/inline-html.ts";
import { sides, PADDED } from "#src/render/blocks/styles.ts";

/** Space between two buttons, and below each line of buttons, in px. */
export const BETWEEN = 12;

export function buttonsHtml(block: BlockOf<"buttons">, { input }: Emit, { gap, above }: Stand): string {
  const buttons = block.blocks.flatMap((button): Button[] =>
    button.kind === "button"
      ? [
          {
            url: button.url,
            label: inlineHtml(button.children, input),
            secondary: button.secondary === true,
          },
        ]
      : [],
  );
  return `${PADDED}<tbody><tr><td style="padding:${above + 6}px 0 ${Math.max(0, gap + 6 - BETWEEN)}px">${buttonRow(buttons, input)}</td></tr></tbody></table>`;
}

/**
 * Renders buttons beside each other, on several lines if they need them, with `BETWEEN` below each. Outlook for Windows gets a table that
 * does not wrap.
 */
export function buttonRow(buttons: readonly Button[], { issue, theme }: TemplateInput): string {
  const { end } = sides(issue.dir);
  const cells = buttons.map((button) => {
    const tag = buttonTag(theme, button);
    const padded = `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tbody><tr><td style="padding:0 0 ${BETWEEN}px;padding-${end}:${BETWEEN}px">${tag}</td></tr></tbody></table>`;
    return `<!--[if mso]><td valign="top"><![endif]--><div style="display:inline-block;vertical-align:top">${padded}</div><!--[if mso]></td><![endif]-->`;
  });
  return `<!--[if mso]><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><![endif]-->${cells.join("")}<!--[if mso]></tr></table><![endif]-->`;
}
