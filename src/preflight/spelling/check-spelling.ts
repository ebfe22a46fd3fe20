import type { WorldRule } from "#src/preflight/letter.ts";
import escapeStringRegexp from "escape-string-regexp";
import type { Place } from "#src/model/block.ts";
import { type Writing, writings } from "#src/preflight/writings.ts";

/** Reports words that the dictionary does not have, each once, at its first place. Off unless the newsletter asks for it. */
export const checkSpelling: WorldRule = ({ issue, facts: { spelling } }, report) => {
  if (spelling.kind === "unavailable") {
    report.info("spelling/not-checked", null, `Spelling was not checked: ${spelling.reason}.`);
    return;
  }
  if (spelling.value === null || spelling.value.length === 0) return;
  const all = [...writings(issue)].filter(({ code }) => !code);
  for (const { word, suggestions } of spelling.value) {
    const place = placeOf(word, all);
    const [last, ...others] = suggestions.toReversed();
    const meant = others.length === 0 ? last : `${others.toReversed().join(", ")} or ${last}`;
    const message = `The dictionary does not have “${word}”.`;
    report.warning("spelling/unknown-word", { word, from: place }, message, {
      hint: `${last === undefined ? "" : `Did you mean ${meant}? `}If it is right, add it to spelling.known in newsletter.config.ts.`,
    });
  }
};

/** Prefers a place where the word stands alone to one where it is a part of a longer word with hyphens, which may be right. */
function placeOf(word: string, all: readonly Writing[]): Place | null {
  const written = escapeStringRegexp(word);
  for (const edge of ["[\\p{L}\\p{M}\\p{N}_-]", "[\\p{L}\\p{M}\\p{N}_]"]) {
    const whole = new RegExp(`(?<!${edge})${written}(?!${edge})`, "u");
    const found = all.find(({ text }) => whole.test(text));
    if (found !== undefined) return found.place;
  }
  return null;
}
