import { ar } from "./join-ar.ts";
import { de } from "./join-de.ts";
import { en } from "./join-en.ts";
import { es } from "./join-es.ts";
import { fr } from "./join-fr.ts";
import { pt } from "./join-pt.ts";
import type { Speaker } from "./languages.ts";
import { createResolver } from "./resolve-words.ts";
import type { JoinWords } from "./words.ts";

const find = createResolver<JoinWords>({ en, es, de, fr, pt, ar });

/** The words of `letterpress/subscribe`, as `wordsIn` finds them: an edge function carries no others. */
export function joinWordsIn(newsletter: Speaker, lang: string): JoinWords {
  return find(newsletter, lang).words;
}
