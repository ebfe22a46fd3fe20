import type { Nodes, Root } from "mdast";
import type { SourceReporter } from "#src/issue/source-reporter.ts";
import { sayControl } from "#src/issue/without-controls.ts";
import { CONTROL } from "#src/model/email.ts";
import { endOf, startOf, walkNodes } from "./body-context.ts";

const REFERENCE = /&#(?:[xX]([0-9a-fA-F]{1,6})|(\d{1,7}));/g;
const CONTROLS = new RegExp(CONTROL, "gu");

/**
 * Character references to control characters, outside of code, where `&#128;` is printed as it is typed: no mail can carry one, and
 * Markdown makes U+FFFD of most, which every reader would see. Each is a finding, and a space in what was read.
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

/** Where Markdown reads references in this node, and not in one inside it, which may be code. */
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
