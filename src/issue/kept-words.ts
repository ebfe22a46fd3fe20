/** Scripts without spaces count by the character, because their words have no other borders. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** Counts the words of `kept`. The returned function uses up the words of a text from that count, and returns those that are missing. */
export function keepWords(kept: Iterable<string>): (text: string) => readonly string[] {
  const counts = new Map<string, number>();
  for (const text of kept) for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return (text) =>
    wordsOf(text).filter((word) => {
      const left = counts.get(word) ?? 0;
      if (left > 0) counts.set(word, left - 1);
      return left === 0;
    });
}

function wordsOf(text: string): readonly string[] {
  return text.normalize("NFC").match(WORD) ?? [];
}
