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
 * All words in a language. Each text comes from the config, else from our catalogue, else from the newsletter's language or
 * English; a text in another language is marked with it (`inVoice`), and the finished HTML gives it `lang` and `dir`.
 */
export function wordsIn(newsletter: Speaker, lang: string): Words {
  return find(newsletter, lang).words;
}

/** The texts that are said in another language because `lang` lacks them; paths as in the config, below `part`. */
export function missingWords(newsletter: Speaker, lang: string, part: keyof Words): readonly MissingWord[] {
  return find(newsletter, lang).missing.filter(({ path }) => path.startsWith(`${part}.`));
}
