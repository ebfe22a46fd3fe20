import type { BlockOf, Emit, Stand } from "./emit.ts";
import { cell, serif } from "./styles.ts";

/** A block of the newsletter's own, in a cell with the type of the text around it, which Outlook for Windows forgets in a table. */
export function ownHtml(block: BlockOf<"own">, { input, look }: Emit, { gap, above }: Stand): string {
  const html = input.own[block.index]?.html ?? "";
  return html === ""
    ? ""
    : cell(html, `padding:0;${serif(input.theme, look)}`, `lp-${look.tone}`, gap, above);
}
