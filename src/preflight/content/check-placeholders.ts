import type { Rule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

/** What writers leave for later. `TODO` alone is a Spanish and Portuguese word: there it needs its colon. */
const PLACEHOLDER = /\b(?:TK|TKTK|TKs|FIXME|XXX)\b|\bTODO:|\[TBD\]|\blorem ipsum\b/u;
const TODO = /\bTODO\b/u;

export const checkPlaceholders: Rule = ({ issue }, report) => {
  const todoIsAWord = /^(?:es|pt|gl|it)\b/i.test(issue.lang);
  for (const { text, place, code } of writings(issue)) {
    if (code) continue;
    const match =
      PLACEHOLDER.exec(text) ?? /\blorem ipsum\b/i.exec(text) ?? (todoIsAWord ? null : TODO.exec(text));
    if (match === null) continue;
    const [word] = match;
    report.error(
      "writing/placeholder",
      { word, from: place },
      `“${word}” marks text that is still to be written.`,
      {
        hint: "Write the text, or remove the mark.",
      },
    );
  }
};
