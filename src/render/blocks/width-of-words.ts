/** Scripts in which a line may end anywhere. */
const ANYWHERE = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/**
 * Estimates the width in px of the longest piece of `words` that may not be broken, in a sans-serif type of `size` px; with `whole`, the
 * width of all of them. The estimate is on the safe side: which font a reader has is not known.
 */
export function widthOfWords(words: string, size: number, whole = false): number {
  const pieces = whole ? [words] : words.split(/\s+|(?<=[-\u2010\u2013\u2014?])/u).flatMap(breakable);
  return pieces.reduce((most, piece) => Math.max(most, widthOf(piece, size, whole)), 0);
}

/** Splits a long word behind each mark in it where a line may end. */
function breakable(word: string): readonly string[] {
  return word.length > 12 ? word.split(/(?<=[/@._?=])/u) : [word];
}

function widthOf(piece: string, size: number, whole: boolean): number {
  const shares = Array.from(piece, shareOf);
  if (whole || !ANYWHERE.test(piece)) return size * shares.reduce((sum, share) => sum + share, 0);
  return size * Math.max(0, ...shares);
}

/** The width of a character as a share of the type's size. */
function shareOf(character: string): number {
  if (/[\p{M}\p{Cf}]/u.test(character)) return 0;
  if (
    /[\u{1100}-\u{11ff}\u{2e80}-\u{a4cf}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{ff00}-\u{ffe6}\u{1f000}-\u{3ffff}]/u.test(
      character,
    )
  )
    return 1;
  if (/[ijl.,:;'|!()[\] ftIr]/u.test(character)) return 0.36;
  return /[mwMW@%]/u.test(character) ? 0.9 : /\p{Lu}/u.test(character) ? 0.7 : 0.57;
}
