import escapeStringRegexp from "escape-string-regexp";
import type { Place } from "#src/model/block.ts";
import { createReporter, type Finding, type Reporter, type Where, whereOf } from "#src/model/finding.ts";
import type { TemplateText } from "#src/model/template.ts";
import type { Letter, Target } from "./letter.ts";

/** Runs each of the rules. Findings have the paths and places of the issue, its snippets, its template and the config. */
export function findIn<L extends Omit<Letter, "look">>(
  letter: L,
  rules: readonly ((letter: L, report: Reporter<Target>) => void)[],
): readonly Finding[] {
  const { issue, facts } = letter;
  const sourceOf = (place: Place | null) =>
    place?.file === undefined
      ? facts.source
      : (issue.snippets.find(({ path }) => path === place.file)?.text ?? "");
  const report = createReporter((target: Target) => {
    if (target !== null && typeof target === "object" && "inTemplate" in target)
      return whereInTemplate(facts.template, target.inTemplate);
    if (target !== null && typeof target === "object" && "inConfig" in target)
      return whereOf("newsletter.config.ts", null);
    if (target !== null && typeof target === "object" && "word" in target)
      return whereOf(issue.path, placeOfWord(sourceOf(target.from), target.word, target.from));
    return whereOf(issue.path, typeof target === "string" ? issue.keyPlaces[target] : target);
  });
  for (const rule of rules) rule(letter, report);
  return report.findings;
}

/** The place of this word in a block or in the value of a key; the start of that if the file spells it otherwise, as over two lines. */
function placeOfWord(source: string, word: string, from: Place | null): Place | null {
  if (from === null) return null;
  const whole = new RegExp(`(?<![\\p{L}\\p{N}_])${escapeStringRegexp(word)}(?![\\p{L}\\p{N}_])`, "u");
  const lines = source.split("\n").slice(from.line - 1, from.endLine);
  for (const [index, text] of lines.entries()) {
    const before = index === 0 ? from.column - 1 : 0;
    const at = text.slice(before).search(whole);
    if (at !== -1) return { ...from, line: from.line + index, column: before + at + 1 };
  }
  return from;
}

function whereInTemplate({ path, source }: TemplateText, text: string): Where {
  const at = text === "" ? -1 : source.indexOf(text);
  if (at === -1) return whereOf(path, null);
  const before = source.slice(0, at).split("\n");
  return { file: path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
