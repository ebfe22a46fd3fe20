import { replaceTokens, RESERVED } from "#src/model/merge-tag.ts";
import type { Letter, Rule } from "#src/preflight/letter.ts";
import { textOfHtml } from "#src/preflight/html/text-of-html.ts";
import { type Writing, writings } from "#src/preflight/writings.ts";

/** What a failed merge leaves behind, in the syntax of every system that people paste from. */
const LEFTOVERS: readonly RegExp[] = [
  /\{\{[^{}\n]{0,80}\}\}|\{\{/gu,
  /\{%[^%\n]{0,80}%\}|\{%/gu,
  /%7B%7B(?:(?!%7D).){0,80}(?:%7D%7D)?/giu,
  /\[\[\s*[a-z_]+\.[a-z_.]+\s*\]\]/giu,
  /\[object [A-Z]\w+\]/gu,
  // If the author typed it, it is an error already, unless backslashes escape it: a letter about Mailchimp.
  /\*\|[A-Z_:]+\|\*/gu,
];

/** Output of a faulty template that is also a word: an error only if nobody wrote it. */
const STRAYS: readonly RegExp[] = [/\bundefined\b/gu, /\bNaN\b/gu, /\bInvalid Date\b/gu];

const UNRESOLVED = new RegExp(RESERVED, "gu");

/**
 * Reports what a template left unfilled in the subject, the HTML or the plain text. What the author wrote is no output of a template:
 * an issue about `[[servers.alpha]]`, or with a link to `/docs/NaN`, could otherwise never be sent.
 */
export const checkLeftovers: Rule = (letter, report) => {
  const written = [...writings(letter.issue)];
  const prose = [...stringsOf({ ...letter.issue, mergeTags: [] }), ...wordsOf(written)].map(squeezed);
  const known = JSON.stringify([letter.issue, letter.facts.newsletter]);
  const strays = STRAYS.filter((pattern) => known.search(pattern) === -1);
  const isOwn = (pattern: RegExp, match: string) =>
    LEFTOVERS.includes(pattern) && prose.some((words) => words.includes(squeezed(match)));
  for (const { name, text, key } of partsOf(letter, written)) {
    for (const pattern of [...LEFTOVERS, ...strays, UNRESOLVED]) {
      const match = [...text.matchAll(pattern)].map(([all]) => all).find((all) => !isOwn(pattern, all));
      if (match === undefined) continue;
      const what = pattern === UNRESOLVED ? "a merge tag that was not resolved" : `“${match}”`;
      const author = written.find(({ code, text: words }) => !code && words.includes(match));
      const isTemplates = name === "HTML" && author === undefined;
      const target = isTemplates ? { inTemplate: tagIn(match) } : (author?.place ?? key);
      const hint = isTemplates ? "Look for it in the template." : "Look for it in the issue.";
      const message = `The ${name} holds ${what}, which every reader would see.`;
      report.error("merge-tag/left-over", target, message, { hint });
    }
  }
};

/** The parts that readers get, without code, which is printed as it is. */
function partsOf(letter: Letter, written: readonly Writing[]) {
  // Longest first: a line of code may be part of another.
  const codes = written
    .filter(({ code }) => code)
    .flatMap(({ text }) => sourceText(text, letter).split("\n"))
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .toSorted((a, b) => b.length - a.length);
  const html = letter.html.replace(/<(code|pre)\b[\s\S]*?<\/\1\s*>/gi, " ");
  const attributes = html.matchAll(/\s(?:href|src|alt|title)\s*=\s*"([^"]*)"/gi).map(([, value]) => value);
  return [
    { name: "subject", text: letter.subject, key: "subject" },
    { name: "HTML", text: [textOfHtml(html), ...attributes].join("\n"), key: null },
    {
      name: "plain text",
      text: codes.reduce((rest, code) => rest.replaceAll(code, " "), letter.text),
      key: null,
    },
  ] as const;
}

/** Whole sentences, whatever the styles of their words. */
function wordsOf(written: readonly Writing[]): readonly string[] {
  return written.filter(({ code }) => !code).map(({ text }) => text);
}

/** Every text of an issue except its code: front matter, words, addresses, titles. */
function stringsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || ("kind" in value && value.kind === "code")) return [];
  return Object.values(value).flatMap(stringsOf);
}

/** Without spaces: a plain text breaks its lines, and in HTML a tag may stand between two words. */
function squeezed(text: string): string {
  return text.replace(/\s+/gu, "");
}

/** The tag that a template's author typed; "" for a stray word, which would be found anywhere. */
function tagIn(match: string): string {
  return /^(?:\{\{.*?\}\}|\{%.*?%\}|\*\|.*?\|\*)/u.exec(match)?.[0] ?? "";
}

function sourceText(text: string, { issue }: Letter): string {
  return replaceTokens(text, (index) => issue.mergeTags[index]?.source ?? "");
}
