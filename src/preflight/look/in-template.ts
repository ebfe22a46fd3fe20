import type { Letter, Target } from "#src/preflight/letter.ts";
import { attributeOf, type HtmlElement, tagText, wordsOf } from "./tree.ts";

/** Where the template says the first of these that it says; the whole of it where it says none, as what a part of it has made. */
export function inTemplate({ facts }: Pick<Letter, "facts">, ...texts: readonly string[]): Target {
  const { source } = facts.template;
  return { inTemplate: texts.find((text) => text !== "" && source.includes(text)) ?? "" };
}

/** Where the template most likely writes an element: by its opening tag, its address, its alt text, its words. */
export function elementInTemplate(letter: Pick<Letter, "facts" | "look">, element: HtmlElement): Target {
  const attributes = ["id", "src", "href", "alt"].map((name) => attributeOf(element, name) ?? "");
  const words = wordsOf(element).trim();
  const named = attributes.filter((value) => value.length > 2);
  return inTemplate(letter, tagText(element, letter.look), ...named, words.length > 2 ? words : "");
}

/** Enough of a text to find it by. */
export function quoted(words: string): string {
  const text = words.replace(/\s+/g, " ").trim();
  return text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text;
}
