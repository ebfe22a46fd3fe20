import type { Newsletter } from "#src/model/newsletter.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { widening } from "#src/model/words/languages.ts";
import { voiceOf } from "#src/model/words/voice.ts";
import { fill } from "#src/model/words/words.ts";

/**
 * Returns the sentence that tells why somebody gets a mail. It says the name once if the list is called as the newsletter is. If the config
 * has its own sentence for two names and none for one, that sentence stays.
 */
export function reasonOf(
  newsletter: Newsletter,
  { list, lang, kind }: { list: string; lang: string; kind: "reason" | "asked" | "moved" },
): string {
  const words = wordsIn(newsletter, lang).email;
  const two = words[kind];
  const one = words[`${kind}One`];
  const title = newsletter.lists[list]?.title ?? list;
  const names = { list: title, name: newsletter.name };
  const isOne =
    title.trim() === newsletter.name.trim() &&
    voiceOf(one, lang) === voiceOf(two, lang) &&
    !isWrittenForTwo(newsletter, voiceOf(two, lang), kind);
  return fill(isOne ? one : two, names);
}

function isWrittenForTwo({ words }: Newsletter, lang: string, kind: "reason" | "asked" | "moved"): boolean {
  const tags = new Set(widening(lang));
  return Object.entries(words).some(
    ([tag, { email }]) =>
      tags.has(tag.toLowerCase()) && email?.[kind] !== undefined && email[`${kind}_one`] === undefined,
  );
}
