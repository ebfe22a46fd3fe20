import type { Letter, Target } from "#src/preflight/letter.ts";
import { attributeOf, type HtmlElement, tagText, wordsOf } from "./tree.ts";

/** Points at the first of these texts that is in the template; at the whole template if none is, as where a part of it made the text. */
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

/** The beginning of a text, enough to find it by. */
export function quoted(words: string): string {
  const text = words.replace(/\s+/g, " ").trim();
  return text.length > 40 ? `${text.slice(0, 39).trimEnd()}…` : text;
}
