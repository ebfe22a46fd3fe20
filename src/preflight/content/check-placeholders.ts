import type { Rule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

/** What writers leave for later, and nothing else. */
const CERTAIN = /\b(?:TK|TKTK|TKs)\b(?! Maxx)|\b(?:TODO|FIXME|XXX):|\[(?:TODO|FIXME|XXX|TBD|TBC)\]/u;
const FILLER = /\blorem ipsum dolor\b/iu;
/** Also words of a text about programs, or about the thirtieth of something: Super Bowl XXX. */
const LIKELY = /\bFIXME\b|(?<!\p{Lu}\p{L}*\s)\bXXX\b/u;
/** A Spanish and Portuguese word, and in every language a kind of list. */
const TODO = /\bTODO\b(?![ -](?:lists?|apps?|items?|comments?)\b)/u;

/** Text that is still to be written. An error only where the mark can be nothing else. */
export const checkPlaceholders: Rule = ({ issue }, report) => {
  const todoIsAWord = /^(?:es|pt|gl|it)\b/i.test(issue.lang);
  for (const { text, place, code } of writings(issue)) {
    if (code) continue;
    const certain = CERTAIN.exec(text) ?? FILLER.exec(text);
    const match = certain ?? LIKELY.exec(text) ?? (todoIsAWord ? null : TODO.exec(text));
    if (match === null) continue;
    const [word] = match;
    const say = certain === null ? report.warning : report.error;
    say("writing/placeholder", { word, from: place }, `“${word}” marks text that is still to be written.`, {
      hint: "Write the text, or remove the mark.",
    });
  }
};
