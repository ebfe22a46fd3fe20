import { buttonTable } from "./button-table.ts";
import type { BlockOf, Emit, Stand } from "./emit.ts";
import { inlineHtml } from "./inline-html.ts";

export function buttonHtml(block: BlockOf<"button">, { input }: Emit, { gap, above }: Stand): string {
  return buttonTable(input.theme, { url: block.url, label: inlineHtml(block.children, input), gap, above });
}
