import type { MissingWord } from "./resolve-words.ts";

/**
 * Writes texts as the config would have them, with the words that are said instead: `words: { nl: { email: {
 * unsubscribe: "Unsubscribe" } } }`.
 */
export function writtenOf(lang: string, words: readonly MissingWord[]): string {
  const root: Tree = new Map();
  for (const { path, text } of words) {
    const steps = path.split(".");
    const last = steps.pop() ?? "";
    const parent = steps.reduce((tree, step) => {
      const below = tree.get(step);
      const next: Tree = below instanceof Map ? below : new Map();
      tree.set(step, next);
      return next;
    }, root);
    parent.set(last, text);
  }
  return `words: { ${keyOf(lang)}: ${literal(root)} }`;
}

type Tree = Map<string, Tree | string | readonly string[]>;

function literal(tree: Tree): string {
  const entries = [...tree].map(([key, value]) => {
    const written = value instanceof Map ? literal(value) : JSON.stringify(value);
    return `${keyOf(key)}: ${written}`;
  });
  return `{ ${entries.join(", ")} }`;
}

function keyOf(key: string): string {
  return /^[a-z_]\w*$/i.test(key) ? key : JSON.stringify(key);
}
