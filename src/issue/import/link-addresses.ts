import type { Nodes, Text } from "mdast";

/** Matches addresses in a sentence. After a letter that no address is written with, such as a Japanese one, the sentence goes on. */
const ADDRESS =
  /(?<![\w@./-])(?:(?:https?:\/\/|www\.)[\w%#?&=+$@!:;,./()'~-]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/gi;
const END = /[.,;:!?'~_-]+$/;

/** Turns bare addresses into links, as mail programs do. Otherwise the Markdown writer would have to spoil each with a backslash. */
export function linkAddresses(node: Nodes): void {
  if (!("children" in node) || node.type === "link") return;
  for (const child of node.children) linkAddresses(child);
  node.children = (node.children as Nodes[]).flatMap((child) =>
    child.type === "text" ? linked(child) : [child],
  ) as never;
}

function linked(node: Text): Nodes[] {
  const pieces: Nodes[] = [];
  let from = 0;
  for (const { 0: found, index } of node.value.matchAll(ADDRESS)) {
    const address = withoutEnd(found);
    const url = /^www\./i.test(address)
      ? `https://${address}`
      : address.includes("://")
        ? address
        : `mailto:${address}`;
    if (!URL.canParse(url) || /^https?:\/\/$/i.test(url)) continue;
    pieces.push({ type: "text", value: node.value.slice(from, index) });
    pieces.push({ type: "link", url, children: [{ type: "text", value: address }] });
    from = index + address.length;
  }
  if (from === 0) return [node];
  return [...pieces, { type: "text", value: node.value.slice(from) } as const].filter(
    (piece) => piece.type !== "text" || piece.value !== "",
  );
}

/** A full stop at the end, or the end of a bracket that was opened before the address, belongs to the sentence. */
function withoutEnd(address: string): string {
  const cut = address.replace(END, "");
  const count = (mark: string) => cut.split(mark).length;
  return cut.endsWith(")") && count(")") > count("(") ? withoutEnd(cut.slice(0, -1)) : cut;
}
