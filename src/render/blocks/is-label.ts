import type { Block } from "#src/model/block.ts";
import type { TemplateInput } from "#src/model/template.ts";
import { inlineWords } from "#src/render/plain/plain-inline.ts";

/** A paragraph of more characters than this is no label. */
const LONGEST = 120;

/** Whether a paragraph is the label of what follows it: bold as a whole, or a short one that ends in a colon. */
export function isLabel(block: Block, input: TemplateInput): boolean {
  if (block.kind !== "paragraph") return false;
  const { children } = block;
  const words = inlineWords(children, input).trim();
  if (words === "" || words.length > LONGEST) return false;
  const shown = children.filter((inline) => inline.kind !== "text" || inline.text.trim() !== "");
  return shown.every(({ kind }) => kind === "strong") || /[:：]$/.test(words);
}
