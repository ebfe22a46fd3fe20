import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";

/** The plain text is an edition of its own: a stub of it is what filters take for spam. */
export function checkText(letter: Letter): readonly Finding[] {
  const words = letter.text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (words === 0) {
    return [find(letter, "error", "text/missing", null, "The email has no plain text.")];
  }
  // 60 of 100 words leaves room for footers and labels that only one of the two has.
  if (words < letter.issue.words * 0.6) {
    return [
      find(
        letter,
        "warning",
        "text/stub",
        null,
        `The plain text has ${words} words where the body has ${letter.issue.words}.`,
      ),
    ];
  }
  return [];
}
