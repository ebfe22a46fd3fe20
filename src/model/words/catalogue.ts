import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { Speaker } from "./languages.ts";
import { pt } from "./pt.ts";
import { createResolver, type MissingWord } from "./resolve-words.ts";
import type { Words } from "./words.ts";

const find = createResolver<Words>({ en, es, de, fr, pt, ar });

/**
 * All words in a language: of each text that of the config, else ours, else the one in the newsletter's language or in English,
 * which is marked with its language (`inVoice`) and says its `lang` and `dir` in the finished HTML.
 */
export function wordsIn(newsletter: Speaker, lang: string): Words {
  return find(newsletter, lang).words;
}

/** What is said in another language where this one was meant; paths as in the config, below `part`. */
export function missingWords(newsletter: Speaker, lang: string, part: keyof Words): readonly MissingWord[] {
  return find(newsletter, lang).missing.filter(({ path }) => path.startsWith(`${part}.`));
}
