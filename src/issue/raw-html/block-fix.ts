import type { Html } from "mdast";
import { endOf, startOf } from "#src/issue/body/body-context.ts";
import type { Fix } from "#src/model/finding.ts";
import { blockMarkdown } from "./block-markdown.ts";
import { isHtmlName } from "./html-names.ts";
import { tagsIn } from "./tags-in.ts";

/** The edit that writes a block of raw HTML as Markdown; null if there is none. `html` has no marks of a quotation or item around it. */
export function blockFix(node: Html, html: string, text: string): Fix | null {
  const [start, end] = [startOf(node), endOf(node)];
  const source = text.slice(start, end);
  if (source.includes("\uFFFD")) return null;
  const tags = tagsIn(source);
  // `<your-name>` alone in a line is no HTML, and was meant to be read.
  if (tags.length > 0 && tags.every(({ name }) => !isHtmlName(name)))
    return {
      start,
      end,
      text: tags.reduceRight((rest, { at }) => `${rest.slice(0, at)}\\${rest.slice(at)}`, source),
    };
  const markdown = blockMarkdown(html);
  if (markdown === null) return null;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(lineStart, start);
  if (markdown === "") return removal(start, end, text, before.trim() === "" ? lineStart : null);
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  // In a quotation or an item, the further lines belong to it too.
  const margin = before.replace(/[^>\s]/g, " ");
  const above = text.slice(0, lineStart).split("\n").at(-2) ?? "";
  const below = /^\r?\n([^\r\n]*)/.exec(text.slice(end))?.[1] ?? "";
  const interrupts = /^[>\s]*$/.test(before) && above.replace(/[>\s]/g, "") !== "" && above.trim() !== "---";
  const goesOn = below.replace(/[>\s]/g, "") !== "" && !/^\s*(?:[-*+]|\d+[.)])\s|^\s*>/.test(below);
  const lines = markdown
    .split("\n")
    .map((line, index) => (index === 0 ? line : `${margin}${line}`.trimEnd()));
  const words = lines.join(eol);
  const after = goesOn ? eol : "";
  if (!interrupts) return { start, end, text: `${words}${after}` };
  return { start: lineStart, end, text: `${margin.trimEnd()}${eol}${margin}${words}${after}` };
}

/** Removes the block with its line, if it has one for itself, and with one of two blank lines around it. */
function removal(start: number, end: number, text: string, lineStart: number | null): Fix {
  const rest = /^\r?\n(?:[ \t]*\r?\n)?/.exec(text.slice(end))?.[0] ?? "";
  if (lineStart === null || (rest === "" && end < text.length)) return { start, end, text: "" };
  const isAfterBlank = /(?:^|\n)[ \t]*\r?\n$/.test(text.slice(0, lineStart));
  const one = /^\r?\n/.exec(rest)?.[0] ?? "";
  return { start: lineStart, end: end + (isAfterBlank ? rest : one).length, text: "" };
}
