/** A place in a text where words differ, with a few words around it. */
export interface WordChange {
  readonly before: string;
  readonly removed: string;
  readonly added: string;
  readonly after: string;
}

/** Words on either side that show where a change is. */
const AROUND = 4;
/** Two changes with fewer words than this between them count as one. */
const BETWEEN = 3;
/** Texts with more edits than this are different texts, and the search for their differences would take seconds. */
const MOST_EDITS = 1_000;

/**
 * Finds where two texts differ, word by word: a paragraph that was wrapped again after a changed
 * word differs in that word alone. Texts that have next to nothing in common are one change.
 */
export async function compareWords(before: string, after: string): Promise<readonly WordChange[]> {
  if (before === after) return [];
  const { diffArrays } = await import("diff");
  const [then, now] = [wordsOf(before), wordsOf(after)];
  const pieces = diffArrays(then, now, { maxEditLength: MOST_EDITS });
  if (pieces === undefined) return [{ before: "", removed: joined(then), added: joined(now), after: "" }];
  const changes: { before: string[]; removed: string[]; added: string[]; after: string[] }[] = [];
  let kept: string[] = [];
  for (const [index, { value, added = false, removed = false }] of pieces.entries()) {
    if (!added && !removed) {
      const last = changes.at(-1);
      if (last !== undefined) last.after = value.slice(0, AROUND);
      kept = value;
      // So few words between two changes count as written again: they join both sides of the change.
      const isShort = last !== undefined && value.length < BETWEEN && index < pieces.length - 1;
      if (isShort) for (const side of [last.removed, last.added]) side.push(...value);
      continue;
    }
    const isJoined = changes.length > 0 && kept.length < BETWEEN;
    const change = isJoined
      ? changes.at(-1)!
      : { before: kept.slice(-AROUND), removed: [], added: [], after: [] };
    if (!isJoined) changes.push(change);
    (added ? change.added : change.removed).push(...value);
    // The other half of a replacement belongs to the same place, so no words are between them.
    kept = [];
  }
  return changes.map((change) => ({
    before: joined(change.before),
    removed: joined(change.removed),
    added: joined(change.added),
    after: joined(change.after),
  }));
}

/**
 * Splits a text into words with the space that follows them, whatever white space it was, so that a line broken
 * elsewhere is no change. Scripts that write no spaces are split into letters, or a whole paragraph would be one word.
 */
function wordsOf(text: string): string[] {
  return Array.from(`${text.trim()} `.matchAll(WORD), ([, letter, word = "", space]) =>
    letter === undefined ? word + (space === "" ? "" : " ") : letter,
  );
}

/** A letter of a script that writes no spaces, or a word of any other. */
const WORD =
  /([\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f])\s*|([^\s\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+)(\s*)/gu;

function joined(words: readonly string[]): string {
  return words.join("").trim();
}
