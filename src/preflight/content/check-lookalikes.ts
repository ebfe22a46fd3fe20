import type { Place } from "#src/model/block.ts";
import type { Rule } from "#src/preflight/letter.ts";
import { writings } from "#src/preflight/writings.ts";

const WORD = /[\p{L}\p{N}]{4,}/gu;
/** Languages that are written in Cyrillic add Cyrillic endings to Latin words. */
const CYRILLIC = /^(?:ru|uk|be|bg|sr|mk|kk|ky|mn|tg)\b/i;
const MIXED = /(?=[\p{L}]*\p{Script=Latin})(?=[\p{L}]*\p{Script=Cyrillic})[\p{L}]{3,}/u;

/** Reports words that look the same and are not: OpenAl for OpenAI, a Cyrillic а in a Latin name. No reader's search finds them. */
export const checkLookalikes: Rule = ({ issue }, report) => {
  const seen = new Map<string, Map<string, { count: number; readonly place: Place | null }>>();
  for (const { text, place, code } of writings(issue)) {
    if (code) continue;
    const mixed = CYRILLIC.test(issue.lang) ? null : MIXED.exec(text);
    if (mixed !== null)
      report.warning(
        "writing/mixed-script",
        { word: mixed[0], from: place },
        `“${mixed[0]}” has Latin and Cyrillic letters.`,
        {
          hint: "Type it again: it was probably copied from a place that hides words from searches.",
        },
      );
    for (const [word] of text.matchAll(WORD)) {
      const shape = word.replace(/[Il1]/g, "l").replace(/[O0]/g, "O");
      if (!/[lO]/.test(shape) || !/\p{L}{2}/u.test(word)) continue;
      const spellings = seen.get(shape) ?? new Map<string, { count: number; place: Place | null }>();
      const known = spellings.get(word);
      if (known === undefined) spellings.set(word, { count: 1, place });
      else known.count += 1;
      seen.set(shape, spellings);
    }
  }
  for (const spellings of seen.values()) {
    const [often, rare] = [...spellings].toSorted(([, a], [, b]) => b.count - a.count);
    if (often === undefined || rare === undefined) continue;
    const message = `“${rare[0]}” and “${often[0]}” look alike, but differ in an I, l, 1, O or 0.`;
    report.warning("writing/lookalike", { word: rare[0], from: rare[1].place }, message, {
      hint: "Write both the same way.",
    });
  }
};
