import { unguarded } from "./attribute-columns.ts";

/**
 * The address in a cell as people and programs write it: `Ada <ada@x.org>`, `mailto:ada@x.org`, with a full stop behind it or a
 * character in it that nobody sees. Left as it is, the row that says no of a person would be refused, and one that says yes taken.
 */
export function bareAddress(cell: string): string {
  const text = unguarded(cell.replace(/\p{Cf}/gu, "").trim());
  const inner = /<([^<>\s]+@[^<>\s]+)>$/.exec(text)?.[1] ?? text;
  return inner.replace(/^mailto:/i, "").replace(/[.,;]+$/, "");
}
