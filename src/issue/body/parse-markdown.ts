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

/** One tilde is a range or “about”: “10~20元, then 30~40元” would lose its middle to a deletion that nobody meant. */
const TWO_TILDES = { singleTilde: false };

// The order counts: what comes later is tried first.
const processor = unified()
  .use(remarkParse)
  .use(remarkGfm, TWO_TILDES)
  .use(remarkDirective)
  .use(remarkCjkFriendly)
  .use(remarkCjkFriendlyStrikethrough, TWO_TILDES)
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
  expectReadable(root);
  return root;
}

/** Deeper, every reader of the tree and every mail program would be at its limits. A list in a list is two levels. */
export const DEEPEST = 100;
/** Pieces of Markdown: a letter that Gmail shows whole has fewer than two thousand. */
const LONGEST = 20_000;

/** Refuse what would take seconds to draw and to check, before anybody begins. Returns the number of nodes. */
function expectReadable(node: Nodes, depth = 0, before = 0): number {
  const at = node.position?.start.offset ?? 0;
  if (depth > DEEPEST) throw new Unreadable("issue/too-deep", at);
  if (before > LONGEST) throw new Unreadable("issue/too-long", at);
  let count = before + 1;
  if ("children" in node) for (const child of node.children) count = expectReadable(child, depth + 1, count);
  return count;
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
