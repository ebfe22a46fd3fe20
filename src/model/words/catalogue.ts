import { en } from "./en.ts";
import { es } from "./es.ts";
import type { Words } from "./words.ts";

/** Every language. To add one, add a file and a name here. */
const CATALOGUE: Readonly<Record<string, Words>> = { en, es };

/** The catalogue's name for a language: "es" for "es-PE"; English for a language without a file. */
export function languageOf(lang: string): string {
  const primary = lang.toLowerCase().split("-")[0] ?? "";
  return Object.hasOwn(CATALOGUE, primary) ? primary : "en";
}

export function wordsIn(lang: string): Words {
  return CATALOGUE[languageOf(lang)] ?? en;
}
