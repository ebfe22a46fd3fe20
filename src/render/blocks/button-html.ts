import { buttonTable } from "./button-table.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { inlineHtml } from "./inline-html.ts";

export function buttonHtml(block: BlockOf<"button">, { input }: Emit, { gap, above }: Stand): string {
  const { url, secondary = false } = block;
  return buttonTable(input.theme, { url, label: inlineHtml(block.children, input), secondary, gap, above });
}
