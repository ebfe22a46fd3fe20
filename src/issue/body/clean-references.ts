import type { Nodes, Root } from "mdast";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { sayControl } from "#src/issue/without-controls.ts";
import { CONTROL } from "#src/model/email.ts";
import { endOf, startOf, walkNodes } from "./body-context.ts";

const REFERENCE = /&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));/g;
const CONTROLS = new RegExp(CONTROL, "gu");

/**
 * Reports character references to control characters, which no mail can carry. The ones that Markdown keeps become spaces; it turns
 * most into U+FFFD, which every reader would see. Code is left alone: it prints `&#128;` as it is typed.
 */
export function cleanReferences(root: Root, text: string, report: SourceReporter): void {
  const found = new Set<number>();
  walkNodes(root, (node) => {
    const [from, to] = spanOf(node, text);
    for (const match of text.slice(from, to).matchAll(REFERENCE)) {
      const [all, hex, decimal] = match;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      const start = from + match.index;
      if (code > 0xff || !CONTROL.test(String.fromCharCode(code)) || found.has(start)) continue;
      found.add(start);
      sayControl(code, { start, end: start + all.length }, report);
    }
    clean(node);
  });
}

/** The span in which Markdown reads references for this node itself. A node inside it may be code and is not part of the span. */
function spanOf(node: Nodes, text: string): readonly [number, number] {
  const [start, end] = [startOf(node), endOf(node)];
  if (["text", "image", "definition"].includes(node.type)) return [start, end];
  if (node.type === "link") return [Math.max(start, ...node.children.map(endOf)), end];
  return node.type === "leafDirective" || node.type === "containerDirective"
    ? [start, start + text.slice(start, end).search(/\n|$/)]
    : [start, start];
}

function clean(node: Nodes): void {
  const cleaned = (value: string) => value.replace(CONTROLS, " ");
  if (node.type === "text") node.value = cleaned(node.value);
  if ("url" in node) node.url = cleaned(node.url);
  if ("title" in node && node.title) node.title = cleaned(node.title);
  if ("alt" in node && node.alt) node.alt = cleaned(node.alt);
  if ("attributes" in node && node.attributes)
    for (const [name, value] of Object.entries(node.attributes))
      node.attributes[name] = value && cleaned(value);
}
