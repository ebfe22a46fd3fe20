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

/** One tilde means a range or “about”. If it struck words out, “10~20元, then 30~40元” would lose its middle to a deletion nobody meant. */
const TWO_TILDES = { singleTilde: false };

// The order matters: what is added later is tried first.
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
 * Parses CommonMark with GFM and directives; offsets are those of `text`. Emphasis also closes next to Chinese, Japanese and Korean
 * punctuation. Throws Unreadable.
 */
export function parseMarkdown(text: string): Root {
  const root = processor.parse(text);
  place(root, text);
  expectReadable(root);
  return root;
}

/** The deepest nesting. Beyond it, every reader of the tree and every mail program is at its limits. A list in a list is two levels. */
export const DEEPEST = 100;
/** The most nodes of Markdown. A letter that Gmail shows whole has fewer than two thousand. */
const LONGEST = 20_000;

/** Refuses a text that would take seconds to draw and to check, before that work begins. Returns the number of nodes. */
function expectReadable(node: Nodes, depth = 0, before = 0): number {
  const at = node.position?.start.offset ?? 0;
  if (depth > DEEPEST) throw new Unreadable("issue/too-deep", at);
  if (before > LONGEST) throw new Unreadable("issue/too-long", at);
  let count = before + 1;
  if ("children" in node) for (const child of node.children) count = expectReadable(child, depth + 1, count);
  return count;
}

/** Places bare addresses, which are found late and have no position: findings about them and the words beside them would name line 1. */
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

/** Switches off directives inside a sentence, because `:name` is prose there: `9:30am` would lose its minutes. */
function withoutTextDirectives(this: Processor): void {
  for (const extension of this.data().micromarkExtensions ?? []) {
    if (extension.flow?.[COLON] !== undefined) delete extension.text;
  }
}

/** Adds our own reading of CommonMark's constructs, and limits the work of all of them. */
function withLimits(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = limitWork([...(data.micromarkExtensions ?? []), HTML_FLOW]);
}
