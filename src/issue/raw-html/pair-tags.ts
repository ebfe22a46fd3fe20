import type { PhrasingContent } from "mdast";
import { tagsIn } from "./tags-in.ts";

/**
 * Maps each tag among the nodes of a sentence to its other half, both ways, by index. One pass does it: a search for each of
 * thousands takes minutes.
 */
export function pairTags(nodes: readonly PhrasingContent[]): ReadonlyMap<number, number> {
  const open = new Map<string, number[]>();
  const pairs = new Map<number, number>();
  for (const [index, node] of nodes.entries()) {
    const tag = node.type === "html" ? tagsIn(node.value)[0] : undefined;
    if (tag === undefined) continue;
    const stack = open.get(tag.name) ?? [];
    const from = tag.closes ? stack.pop() : undefined;
    if (!tag.closes) stack.push(index);
    else if (from !== undefined) pairs.set(index, from).set(from, index);
    open.set(tag.name, stack);
  }
  return pairs;
}
