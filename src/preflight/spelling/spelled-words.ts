import { TOKEN } from "#src/model/merge-tag.ts";
import type { Issue } from "#src/model/issue.ts";
import { writings } from "#src/preflight/writings.ts";

interface SpelledWord {
  readonly word: string;
  /** Longer words that the word is a part of, such as `tohu-bohu` or `Arbeits-`. If the dictionary has one of them, the word is right. */
  readonly wholes: readonly string[];
  /** The word has a capital, as `d’Ada` has: a name, the start of a sentence, a noun in German. */
  readonly isNameLike: boolean;
  /** True if a capital says nothing here: German, or a headline in which most words have one. */
  readonly isAsked: boolean;
}

const WORD = /[\p{L}\p{M}]+(?:[’'][\p{L}\p{M}]+)*/gu;
/** Words with hyphens between them, and one that leaves its second part to another word: `Arbeits- und Ruhezeit`. */
const COMPOUND = /[\p{L}\p{M}]+(?:[’'‑-][\p{L}\p{M}]+)*(?:-(?![\p{L}\p{M}-]))?/gu;
/**
 * Addresses, handles, files and versions, and what a language writes to mean everybody (`Kund:innen`, `étudiant·es`): a dictionary has
 * none of them.
 */
const NO_WORDS = /\S*[@/\\_#&=~]\S*|\S+\.\p{L}\S*|\S*\d\S*|\S*\p{L}[:*·•]\p{L}\S*/gu;

/** Yields each word of an issue's prose once, as it is written. Code, and words with a capital after another letter, are not checked. */
export function* spelledWords(issue: Issue): Generator<SpelledWord> {
  const locale = new Intl.Locale(issue.lang).maximize();
  const script = locale.script === "Latn" ? /^\p{Script_Extensions=Latin}/u : /^[^\p{Script=Latin}]/u;
  const seen = new Set<string>();
  for (const { text, code } of writings(issue)) {
    if (code) continue;
    const prose = text.replaceAll(new RegExp(TOKEN, "gu"), " ").replace(NO_WORDS, " ");
    const words = prose.match(WORD) ?? [];
    const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
    const isAsked = locale.language === "de" || (words.length > 2 && capitals * 2 > words.length);
    for (const whole of prose.match(COMPOUND) ?? [])
      for (const word of whole.match(WORD) ?? []) {
        const wholes = whole === word ? [] : wholesOf(word, whole);
        const key = `${word} ${wholes.join(" ")}`;
        if (word.length < 3 || seen.has(key) || !script.test(word) || /\p{L}\p{Lu}/u.test(word)) continue;
        seen.add(key);
        yield { word, wholes, isNameLike: /(?:^|[’'])\p{Lu}/u.test(word), isAsked };
      }
  }
}

function wholesOf(word: string, whole: string): readonly string[] {
  const plain = whole.replaceAll("‑", "-");
  return plain.endsWith("-") && plain.endsWith(`${word}-`) ? [`${word}-`, plain] : [plain];
}
