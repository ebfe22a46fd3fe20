import { TOKEN } from "#src/model/merge-tag.ts";
import type { Issue } from "#src/model/issue.ts";
import { writings } from "#src/preflight/writings.ts";

interface SpelledWord {
  readonly word: string;
  /** It has a capital: a name, the start of a sentence, a noun in German. */
  readonly isNameLike: boolean;
  /** A capital says nothing here: German, or a headline in which most words have one. */
  readonly isAsked: boolean;
}

const WORD = /[\p{L}\p{M}]+(?:[’'][\p{L}\p{M}]+)*/gu;
/** Addresses, handles, files and versions: a dictionary has none of them. */
const NO_WORDS = /\S*[@/\\_#&=~]\S*|\S+\.\p{L}\S*|\S*\d\S*/gu;

/** Each word of an issue's prose once, as it is written. Code and what is all in capitals is nobody's spelling. */
export function* spelledWords(issue: Issue): Generator<SpelledWord> {
  const locale = new Intl.Locale(issue.lang).maximize();
  const script = locale.script === "Latn" ? /^\p{Script_Extensions=Latin}/u : /^[^\p{Script=Latin}]/u;
  const seen = new Set<string>();
  for (const { text, code } of writings(issue)) {
    if (code) continue;
    const words = text.replaceAll(new RegExp(TOKEN, "gu"), " ").replace(NO_WORDS, " ").match(WORD) ?? [];
    const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
    const isAsked = locale.language === "de" || (words.length > 2 && capitals * 2 > words.length);
    for (const word of words) {
      if (word.length < 3 || seen.has(word) || !script.test(word) || /\p{L}\p{Lu}/u.test(word)) continue;
      seen.add(word);
      yield { word, isNameLike: /^\p{Lu}/u.test(word), isAsked };
    }
  }
}
