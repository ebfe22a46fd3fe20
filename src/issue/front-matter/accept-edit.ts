import { isMap, isNode, isScalar, isSeq } from "yaml";
import { cutFrontMatter } from "./cut-front-matter.ts";
import { sourceReporter } from "#src/issue/source-reporter.ts";
import type { Fix } from "#src/model/finding.ts";

/**
 * The edit that writes a rule under `accept:`. An empty reason is an error until somebody writes one: nothing is accepted
 * without a reason. Null where the front matter cannot be read.
 */
export function acceptEdit(rule: string, text: string, reason = ""): Fix | null {
  const front = cutFrontMatter(text, sourceReporter("", text));
  if (front === null) return null;
  const { document, base, bodyStart } = front;
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const at = (offset: number, added: string): Fix => ({ start: offset, end: offset, text: added });
  // YAML reads a JSON string in double quotes: no character of a reason can end it, or begin another key.
  const said = JSON.stringify(reason);
  const item = (indent: string) => `${indent}- rule: ${rule}${newline}${indent}  reason: ${said}${newline}`;
  const pair = isMap(document.contents)
    ? document.contents.items.find(({ key }) => isScalar(key) && key.value === "accept")
    : undefined;
  if (pair === undefined) {
    const end = text.slice(0, bodyStart).trimEnd();
    return at(end.lastIndexOf("\n") + 1, `accept:${newline}${item("  ")}`);
  }
  const { key, value } = pair;
  const list = isSeq(value) && value.items.length > 0 ? value : null;
  const endOf = (node: unknown) => base + ((isNode(node) ? node.range?.[1] : undefined) ?? 0);
  if (isSeq(value) && value.flow === true) {
    const close = endOf(value) - 1;
    return at(close, `${list === null ? "" : ", "}{ rule: ${rule}, reason: ${said} }`);
  }
  const [first] = list?.items ?? [];
  const start = isNode(first) ? base + (first.range?.[0] ?? 0) : 0;
  const indent = /(?:^|\n)([ \t]*)-[ \t]+$/.exec(text.slice(0, start))?.[1] ?? "  ";
  const last = endOf(list?.items.at(-1) ?? key);
  return at(nextLine(text, last), item(indent));
}

/** The start of the line below an offset; the offset itself if it is already the start of a line. */
function nextLine(text: string, offset: number): number {
  if (text[offset - 1] === "\n") return offset;
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}
