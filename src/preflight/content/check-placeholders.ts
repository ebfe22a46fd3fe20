import type { Finding } from "#src/model/finding.ts";
import { find, type Letter } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/walk.ts";

/** What writers leave for later. `TODO` alone is a Spanish and Portuguese word, so it wants its colon there. */
const PLACEHOLDER = /\b(?:TK|TKTK|TKs|FIXME|XXX)\b|\bTODO:|\[TBD\]|\blorem ipsum\b/u;
const TODO = /\bTODO\b/u;

export function checkPlaceholders(letter: Letter): readonly Finding[] {
  const todoIsAWord = /^(?:es|pt|gl|it)\b/i.test(letter.issue.lang);
  return [...writings(letter.issue)].flatMap(({ text, place, code }) => {
    if (code) return [];
    const match =
      PLACEHOLDER.exec(text) ?? /\blorem ipsum\b/i.exec(text) ?? (todoIsAWord ? null : TODO.exec(text));
    if (match === null) return [];
    return [
      find(
        letter,
        "error",
        "writing/placeholder",
        place,
        `“${match[0]}” stands where something is still to be written.`,
        "Write it, or take it out.",
      ),
    ];
  });
}
