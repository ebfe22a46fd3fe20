import { replaceTokens, RESERVED } from "#src/model/merge-tag.ts";
import type { Letter, Rule } from "#src/preflight/letter.ts";
import { textOfHtml } from "#src/preflight/html/text-of-html.ts";
import { writings } from "#src/preflight/writings.ts";

/** What a failed merge leaves behind, in the syntax of every system that people paste from. */
const LEFTOVERS: readonly RegExp[] = [
  /\{\{.{0,40}/u,
  /\{%.{0,40}/u,
  /%7B%7B.{0,40}/iu,
  /\[\[\s*[a-z_]+\.[a-z_.]+\s*\]\]/iu,
  /\*\|[A-Z_:]+\|\*/u,
  /\[object [A-Z]\w+\]/u,
];

/** Output of a faulty template that is also a word: suspicious only where the author did not write it. */
const STRAYS: readonly RegExp[] = [/\bundefined\b/u, /\bNaN\b/u, /\bInvalid Date\b/u];

/** Nothing a reader should never see is left in the subject, the HTML or the plain text. Code is printed as it is. */
export const checkLeftovers: Rule = (letter, report) => {
  const written = [...writings(letter.issue)];
  const own = written.map(({ text }) => text).join("\n");
  // Longest first: a line of code may be part of another.
  const codes = written
    .filter(({ code }) => code)
    .flatMap(({ text }) => sourceText(text, letter).split("\n"))
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .toSorted((a, b) => b.length - a.length);
  const html = letter.html.replace(/<(code|pre)\b[\s\S]*?<\/\1\s*>/gi, " ");
  const attributes = html.matchAll(/\s(?:href|src|alt|title)\s*=\s*"([^"]*)"/gi).map(([, value]) => value);
  const text = codes.reduce((rest, code) => rest.replaceAll(code, " "), letter.text);
  const parts = [
    { name: "subject", text: letter.subject, key: "subject" },
    { name: "HTML", text: [textOfHtml(html), ...attributes].join("\n"), key: null },
    { name: "plain text", text, key: null },
  ];
  const strays = STRAYS.filter((pattern) => !pattern.test(own));
  for (const { name, text: part, key } of parts) {
    for (const pattern of [...LEFTOVERS, ...strays, RESERVED]) {
      const match = pattern.exec(part)?.[0].trim();
      if (match === undefined) continue;
      const what = RESERVED.test(match) ? "a merge tag that was not resolved" : `“${match}”`;
      const author = written.find(({ code, text: words }) => !code && pattern.test(words));
      const isTemplates = name === "HTML" && (pattern === RESERVED || author === undefined);
      const target = isTemplates ? { inTemplate: tagIn(match) } : (author?.place ?? key);
      report.error(
        "merge-tag/left-over",
        target,
        `The ${name} holds ${what}, which every reader would see.`,
        {
          hint: isTemplates ? "Look for it in the template." : "Look for it in the issue.",
        },
      );
    }
  }
};

/** What a template's author typed: the tag alone, without the words after it. A stray word would be found anywhere. */
function tagIn(match: string): string {
  return /^(?:\{\{.*?\}\}|\{%.*?%\}|\*\|.*?\|\*)/u.exec(match)?.[0] ?? "";
}

function sourceText(text: string, { issue }: Letter): string {
  return replaceTokens(text, (index) => issue.mergeTags[index]?.source ?? "");
}
