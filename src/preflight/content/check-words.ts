import escapeStringRegexp from "escape-string-regexp";
import type { Rule } from "#src/preflight/letter.ts";
import { missingWords } from "#src/model/words/catalogue.ts";
import { directionOf } from "#src/model/words/direction-of.ts";
import { languageName } from "#src/model/words/languages.ts";
import type { MissingWord } from "#src/model/words/resolve-words.ts";
import { writtenOf } from "#src/model/words/written-of.ts";

/** Reports words around the issue that its language lacks: a German letter would end in "Unsubscribe", and its author would not see it. */
export const checkWords: Rule = ({ issue, facts, html, text }, report) => {
  const { lang } = issue;
  const missing = missingWords(facts.newsletter, lang, "email").filter((word) => isSaid(word, html, text));
  const [first] = missing;
  if (first === undefined) return;
  const texts = missing.length === 1 ? "One text" : `${missing.length} texts`;
  const paths = missing.map(({ path }) => path).join(", ");
  report.warning(
    "words/missing",
    "lang",
    `${texts} around this issue ${missing.length === 1 ? "is" : "are"} in ${languageName(first.lang)}, because there is none in ${languageName(lang)}: ${paths}.`,
    { hint: `Add to newsletter.config.ts: ${writtenOf(lang, missing)}` },
  );
};

/** Whether an issue has use for a word: most have no callout, and none has every kind. */
function isSaid({ text: said, lang }: MissingWord, html: string, text: string): boolean {
  const [words = ""] = [said].flat();
  const pattern = words
    .split(/\{\w+\}/)
    .map((piece) => escapeStringRegexp(escaped(piece)))
    .join("(?:(?!</?span)[^])*?");
  const span = `<span lang="${escapeStringRegexp(lang)}" dir="${directionOf(lang)}">${pattern}</span>`;
  // An attribute has no language of its own, and the plain text has labels of its own.
  const label = escapeStringRegexp(words);
  return (
    new RegExp(`${span}|="${pattern}"`, "u").test(html) || new RegExp(`^\\[?${label}: `, "mu").test(text)
  );
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
