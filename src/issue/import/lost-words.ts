import type { Nodes } from "mdast";
import { parseMarkdown } from "#src/issue/body/parse-markdown.ts";

/**
 * The words of `source` that neither the Markdown nor `elsewhere` (front matter, findings) holds, in their order. A word counts
 * as often as it stands there. Scripts without spaces count by the character, because their words have no other borders.
 */
export function lostWords(source: string, markdown: string, elsewhere: readonly string[]): string[] {
  const kept = new Map<string, number>();
  for (const word of [textOfMarkdown(parseMarkdown(markdown)), ...elsewhere].flatMap(wordsOf))
    kept.set(word, (kept.get(word) ?? 0) + 1);
  return wordsOf(source).filter((word) => {
    const left = kept.get(word) ?? 0;
    if (left > 0) kept.set(word, left - 1);
    return left === 0;
  });
}

const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

function wordsOf(text: string): string[] {
  return text.normalize("NFC").match(WORD) ?? [];
}

/** Numbers of footnotes are no words: they are counted again. */
function textOfMarkdown(node: Nodes): string {
  if (node.type === "text" || node.type === "inlineCode") return node.value;
  if (node.type === "code") return `\n${node.value}\n`;
  if (node.type === "image") return ` ${node.alt ?? ""} ${node.title ?? ""} `;
  if (node.type === "break") return "\n";
  if (!("children" in node)) return "";
  const inner = node.children.map(textOfMarkdown).join("");
  return ["link", "strong", "emphasis", "delete"].includes(node.type) ? inner : `\n${inner}\n`;
}
