import type { Nodes, Root, Text } from "mdast";
import { endOf, startOf, walkNodes } from "#src/issue/body/body-context.ts";
import { isReference } from "./is-reference.ts";

/** The part of a paragraph, a heading or a cell that readers would see as it was typed. */
export interface Stretch {
  readonly kind: "paragraph" | "heading" | "tableCell";
  /** UTF-16 offset in the file. */
  readonly start: number;
  /** The source of the stretch with everything blanked that Markdown read: escapes, code, addresses, marks. Lines stay. */
  readonly text: string;
  /** The source itself. */
  readonly source: string;
  /** The mark of the list item that begins with this paragraph, such as `-` or `2.`; null elsewhere. */
  readonly item: string | null;
}

/**
 * Returns the characters of an issue that no syntax took. Leftovers are looked for in what the author typed, because in finished text
 * an escaped star and a star that closes nothing are the same.
 */
export function literalText(root: Root, file: string): readonly Stretch[] {
  const stretches: Stretch[] = [];
  walkNodes(root, (node, parent) => {
    if (node.type !== "paragraph" && node.type !== "heading" && node.type !== "tableCell") return;
    const start = startOf(node);
    const source = file.slice(start, endOf(node));
    const pieces: string[] = [];
    let at = start;
    const take = (text: Text) => {
      if (startOf(text) < at) return;
      pieces.push(
        blank(file.slice(at, startOf(text))),
        withoutEscapes(file.slice(startOf(text), endOf(text))),
      );
      at = endOf(text);
    };
    for (const child of node.children) textsOf(child, file, take);
    pieces.push(blank(file.slice(at, endOf(node))));
    const isItem = parent?.type === "listItem" && parent.children[0] === node;
    const item = isItem ? (/^(?:[-+*]|\d+[.)])/.exec(file.slice(startOf(parent)))?.[0] ?? null) : null;
    stretches.push({ kind: node.type, start, text: pieces.join(""), source, item });
  });
  return stretches;
}

function textsOf(node: Nodes, file: string, take: (text: Text) => void): void {
  if (node.type === "text") take(node);
  else if ("children" in node && !isBareAddress(node, file))
    for (const child of node.children) textsOf(child, file, take);
}

/** `https://example.org/a**b`: an address is no place for marks. */
function isBareAddress(node: Nodes, file: string): boolean {
  return node.type === "link" && file[startOf(node)] !== "[";
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}

function withoutEscapes(source: string): string {
  return source.replace(/\\[!-/:-@[-`{-~]|&#?\w+;/g, (found) =>
    found.startsWith("&") && !isReference(found) ? found : blank(found),
  );
}
