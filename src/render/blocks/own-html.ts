import type { BlockOf, Emit, Stand } from "./emit.ts";
import { serif } from "./styles.ts";

/** A block of the newsletter's own, in a cell with the type of the text around it, which keeps the space below. */
export function ownHtml(block: BlockOf<"own">, { input, look }: Emit, { gap }: Stand): string {
  const html = input.own[block.index]?.html ?? "";
  if (html === "") return "";
  const cell = `<td class="lp-${look.tone}" style="padding:0 0 ${gap}px;${serif(input.theme, look)}">${html}</td>`;
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody><tr>${cell}</tr></tbody></table>`;
}
