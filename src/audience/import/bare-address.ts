import { unguarded } from "./attribute-columns.ts";

/**
 * Returns the address in a cell as people and programs write it: `Ada <ada@x.org>`, `mailto:ada@x.org`, with a full
 * stop after it or an invisible character in it. Left as it is, such a cell would get the row refused that says no of a
 * person, while a row that says yes is taken.
 */
export function bareAddress(cell: string): string {
  const text = unguarded(cell.replace(/\p{Cf}/gu, "").trim());
  const inner = /<([^<>\s]+@[^<>\s]+)>$/.exec(text)?.[1] ?? text;
  return inner.replace(/^mailto:/i, "").replace(/[.,;]+$/, "");
}
