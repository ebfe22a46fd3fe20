import type { PhrasingContent } from "mdast";
import { tagsIn } from "./tags-in.ts";

/** The index of each tag's other half among the nodes of a sentence, both ways. Once for all: to search for each takes minutes for thousands. */
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
