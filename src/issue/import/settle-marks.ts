import type { Nodes, Parents } from "mdast";

const MARKS = ["strong", "emphasis", "delete", "link"];

/**
 * Changes marks so that Markdown can write them. Spaces and breaks at their edges move out: `**Hello **world` is not bold in
 * Markdown. A mark inside or beside another of its kind becomes part of it: `~~~~` would open a block of code. A heading is one line,
 * without breaks.
 */
export function settleMarks(node: Nodes, around: ReadonlySet<string> = new Set()): void {
  if (!("children" in node)) return;
  const inside = new Set([...around, node.type]);
  const children = node.children as Nodes[];
  for (const child of children) settleMarks(child, inside);
  const settled = children.flatMap((child): Nodes[] => {
    if (child.type === "break" && inside.has("heading")) return [{ type: "text", value: " " }];
    if (MARKS.includes(child.type) && inside.has(child.type)) return (child as Parents).children as Nodes[];
    return MARKS.includes(child.type) ? outside(child as Nodes & { children: Nodes[] }) : [child];
  });
  node.children = joined(settled) as never;
  if (node.type === "tableCell") withoutEdges(node.children);
  if (node.type === "listItem")
    node.spread = node.children.filter(({ type }) => type === "paragraph").length > 1;
  if (node.type === "list") node.spread = node.children.some(({ spread }) => spread === true);
}

function withoutEdges(children: Nodes[]): void {
  while (children[0]?.type === "break") children.shift();
  while (children.at(-1)?.type === "break") children.pop();
}

/** Puts the spaces at the edges of a mark outside of it; a mark without content is dropped. */
function outside(mark: Nodes & { children: Nodes[] }): Nodes[] {
  const [before, after]: [Nodes[], Nodes[]] = [[], []];
  for (let edge = mark.children[0]; edge !== undefined; edge = mark.children[0]) {
    if (edge.type === "text" && /^\s/.test(edge.value)) {
      before.push({ type: "text", value: /^\s+/.exec(edge.value)?.[0] ?? "" });
      edge.value = edge.value.trimStart();
    } else if (edge.type === "break") before.push(edge);
    if (edge.type !== "break" && !(edge.type === "text" && edge.value === "")) break;
    mark.children.shift();
  }
  for (let edge = mark.children.at(-1); edge !== undefined; edge = mark.children.at(-1)) {
    if (edge.type === "text" && /\s$/.test(edge.value)) {
      after.unshift({ type: "text", value: /\s+$/.exec(edge.value)?.[0] ?? "" });
      edge.value = edge.value.trimEnd();
    } else if (edge.type === "break") after.unshift(edge);
    if (edge.type !== "break" && !(edge.type === "text" && edge.value === "")) break;
    mark.children.pop();
  }
  return mark.children.length === 0 ? [...before, ...after] : [...before, mark, ...after];
}

/** Joins texts, and marks of one kind, that came to stand beside each other. Links stay apart. */
function joined(nodes: readonly Nodes[]): Nodes[] {
  const all: Nodes[] = [];
  for (const node of nodes) {
    const last = all.at(-1);
    if (node.type === "text" && last?.type === "text") last.value += node.value;
    else if (node.type !== "link" && MARKS.includes(node.type) && last?.type === node.type)
      (last as Parents).children = joined([
        ...(last as Parents).children,
        ...(node as Parents).children,
      ]) as never;
    else all.push(node);
  }
  return all;
}
