import type { Nodes, Parents, Root } from "mdast";
import remarkCjkFriendly from "remark-cjk-friendly";
import remarkCjkFriendlyStrikethrough from "remark-cjk-friendly-gfm-strikethrough";
import remarkDirective from "remark-directive";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";
import { HTML_FLOW } from "./html-flow.ts";
import { limitWork, Unreadable } from "./limit-work.ts";

const COLON = 58;
export const DEEPEST = 100;

// The order counts: what comes later is tried first.
const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkDirective)
  .use(remarkCjkFriendly)
  .use(remarkCjkFriendlyStrikethrough)
  .use(withoutTextDirectives)
  .use(withLimits)
  .freeze();

/**
 * CommonMark with GFM and directives; offsets are those of `text`. Emphasis closes beside Chinese, Japanese and Korean
 * punctuation, too. Throws Unreadable.
 */
export function parseMarkdown(text: string): Root {
  const root = processor.parse(text);
  place(root, text);
  expectShallow(root);
  return root;
}

/** Deeper, every reader of the tree and every mail program would be at its limits. A list in a list is two levels. */
function expectShallow(node: Nodes, depth = 0): void {
  if (depth > DEEPEST) throw new Unreadable("issue/too-deep", node.position?.start.offset ?? 0);
  if ("children" in node) for (const child of node.children) expectShallow(child, depth + 1);
}

/** Bare addresses that are found late have no position: findings about them, and about the words beside them, would name line 1. */
function place(parent: Parents, text: string): void {
  let at = parent.position?.start.offset ?? 0;
  for (const child of parent.children) {
    if (child.position === undefined) {
      const words = "value" in child ? child.value : textOf(child);
      const found = text.indexOf(words, at);
      const start = found === -1 ? at : found;
      const point = (offset: number) => ({ line: 1, column: 1, offset });
      child.position = { start: point(start), end: point(start + words.length) };
    }
    at = child.position.end.offset ?? at;
    if ("children" in child) place(child, text);
  }
}

function textOf(node: Nodes): string {
  if ("value" in node) return node.value;
  return "children" in node ? node.children.map(textOf).join("") : "";
}

/** `:name` inside a sentence is prose: left on, it would eat the minutes of `9:30am`. */
function withoutTextDirectives(this: Processor): void {
  for (const extension of this.data().micromarkExtensions ?? []) {
    if (extension.flow?.[COLON] !== undefined) delete extension.text;
  }
}

/** Our own reading of CommonMark's constructs, and a limit to the work of all. */
function withLimits(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = limitWork([...(data.micromarkExtensions ?? []), HTML_FLOW]);
}
