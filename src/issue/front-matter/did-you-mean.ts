import { distance } from "fastest-levenshtein";

/** The known word an author probably meant, or null where none is near: a wild guess does not help. */
export function nearest(word: string, known: readonly string[]): string | null {
  const small = word.toLowerCase();
  const begun = known.filter((name) => small.length > 2 && name.toLowerCase().startsWith(small));
  if (begun.length === 1) return begun[0] ?? null;
  const [best] = known
    .map((name) => ({ name, apart: distance(small, name.toLowerCase()) }))
    .toSorted((a, b) => a.apart - b.apart);
  return best !== undefined && best.apart <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : null;
}

/** The hint for an unknown word: the nearest known one, otherwise all known ones. */
export function didYouMean(word: string, known: readonly string[]): string {
  const name = nearest(word, known);
  if (name !== null) return `Did you mean ${name}?`;
  return known.length === 0 ? "There are none yet." : `Known are ${known.join(", ")}.`;
}
