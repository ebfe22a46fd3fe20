import type { MjmlNode } from "./mjml-node.ts";
import type { Said } from "./said.ts";

/** MJML's own paddings, where a template says nothing. */
const PADDINGS: Readonly<Record<string, string>> = {
  "mj-section": "20px 0",
  "mj-wrapper": "20px 0",
  "mj-column": "0",
  "mj-text": "10px 25px",
};

/**
 * Returns the room for text inside a node in px, as MJML will lay it out: the width of the body, less the paddings around the node, shared
 * by columns beside each other. `room` is what its parent leaves. A template with a more complex layout says the width itself.
 */
export function roomIn(node: MjmlNode, room: number, said: Said, columns: number): number {
  const { tagName, attributes = {} } = node;
  if (tagName === "mj-body") return px(String(attributes["width"] ?? said.of("mj-body", "width") ?? "600"));
  if (!Object.hasOwn(PADDINGS, tagName)) return room;
  return tagName === "mj-column"
    ? columnOf(attributes, room, columns) - sidesOf(node, said)
    : room - sidesOf(node, said);
}

function columnOf(attributes: NonNullable<MjmlNode["attributes"]>, room: number, columns: number): number {
  const width = String(attributes["width"] ?? "");
  if (width === "") return room / Math.max(1, columns);
  return width.endsWith("%") ? (room * px(width)) / 100 : px(width);
}

/** Returns the space on both sides of a node's content together, in px. */
export function sidesOf({ tagName, attributes = {} }: MjmlNode, said: Said): number {
  const value = (name: string) => attributes[name] ?? said.of(tagName, name);
  const [top = "0", right = top, , left = right] = String(value("padding") ?? PADDINGS[tagName] ?? "0")
    .trim()
    .split(/\s+/);
  return px(String(value("padding-left") ?? left)) + px(String(value("padding-right") ?? right));
}

function px(length: string): number {
  const number = Number.parseFloat(length);
  return Number.isFinite(number) ? number : 0;
}
