import type { WrittenWords } from "./words.ts";

/** What words depend on: the newsletter's own language, and those that its config adds or changes. */
export interface Speaker {
  readonly lang: string;
  readonly words: Readonly<Record<string, WrittenWords>>;
}

/** The languages that Letterpress has all words in. */
const BUILT_IN = ["en", "es", "de", "fr", "pt", "ar"] as const;
export type BuiltIn = (typeof BUILT_IN)[number];

/** The language and those that it is a part of, nearest first, in small letters: `zh-hant-tw`, `zh-hant`, `zh`. */
export function widening(lang: string): readonly string[] {
  const parts = lang.toLowerCase().split("-");
  return parts.map((_, index) => parts.slice(0, parts.length - index).join("-"));
}

export function primaryOf(lang: string): string {
  return lang.toLowerCase().split("-")[0] ?? "";
}

/** Whether readers' pages can be in a language: Letterpress has its words built in, or the config has some of them. */
export function hasPages({ words }: Pick<Speaker, "words">, lang: string): boolean {
  const written = Object.entries(words)
    .filter(([, said]) => said?.pages !== undefined)
    .map(([key]) => key.toLowerCase());
  return widening(lang).some((tag) => BUILT_IN.some((one) => one === tag) || written.includes(tag));
}

/** "German (de)" */
export function languageName(lang: string): string {
  const name = new Intl.DisplayNames(["en"], { type: "language" }).of(lang) ?? lang;
  return name === lang ? lang : `${name} (${lang})`;
}

/** The language of a newsletter's pages for a reader who asks for no other: English if there are no words in the newsletter's own. */
export function homeLanguage(newsletter: Speaker): string {
  return hasPages(newsletter, newsletter.lang) ? newsletter.lang : "en";
}
