import type { Nodes } from "mdast";
import { keepWords } from "#src/issue/kept-words.ts";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";

/**
 * Returns the words of `source` that neither the Markdown nor `elsewhere` (front matter, findings) holds, in their order. A word
 * counts as often as it occurs.
 */
export function lostWords(source: string, markdown: string, elsewhere: readonly string[]): readonly string[] {
  return keepWords([textOfMarkdown(parseMarkdown(markdown)), ...elsewhere])(source);
}

/** Numbers of footnotes are not words: footnotes are numbered again. */
function textOfMarkdown(node: Nodes): string {
  if (node.type === "text" || node.type === "inlineCode") return node.value;
  if (node.type === "code") return `\n${node.value}\n`;
  if (node.type === "image") return ` ${node.alt ?? ""} ${node.title ?? ""} `;
  // A break in a cell is written as `<br>`.
  if (node.type === "break" || (node.type === "html" && /^<br\b/i.test(node.value))) return "\n";
  if (!("children" in node)) return "";
  const inner = node.children.map(textOfMarkdown).join("");
  return ["link", "strong", "emphasis", "delete"].includes(node.type) ? inner : `\n${inner}\n`;
}
