const OPEN = "\uE020";
const SAID = "\uE021";
const CLOSE = "\uE022";
const VOICE = /\uE020([^\uE020-\uE022]*)\uE021([^\uE020-\uE022]*)\uE022/g;
const MARKS = /\uE020[^\uE020-\uE022]*\uE021|[\uE020-\uE022]/g;

/**
 * Marks words whose language differs from that of the text around them. The marks are private-use characters, as for merge tags: a
 * template may put the words into any place, and only the finished HTML tells which of them can carry `lang` and `dir`.
 */
export function inVoice(lang: string, text: string): string {
  return `${OPEN}${lang}${SAID}${text}${CLOSE}`;
}

/** The language that a text is marked with; `lang` where it is not marked. */
export function voiceOf(text: string, lang: string): string {
  const said = text.startsWith(OPEN) ? text.indexOf(SAID) : -1;
  return said === -1 ? lang : text.slice(1, said);
}

/** For places that cannot say a language: plain text, an attribute, a subject. */
export function withoutVoices(text: string): string {
  return text.replace(MARKS, "");
}

/** Replaces each marked text by what `say` makes of it; a mark without its other half is left out. */
export function sayVoices(text: string, say: (text: string, lang: string) => string): string {
  return withoutVoices(text.replace(VOICE, (_, lang: string, said: string) => say(said, lang)));
}
