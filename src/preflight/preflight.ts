import escapeStringRegexp from "escape-string-regexp";
import type { Place } from "#src/model/block.ts";
import type { Email } from "#src/model/email.ts";
import type { Facts } from "#src/model/facts.ts";
import { createReporter, type Finding, type Where, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { TemplateText } from "#src/model/template.ts";
import { type Letter, letterOf, type Rule, type Target } from "./letter.ts";
import { RULES } from "./rules.ts";

/** Every finding about an issue that parsed and rendered, rule by rule. Nothing is accepted or sorted yet. */
export function preflight(issue: Issue, email: Email, facts: Facts): readonly Finding[] {
  return judge(issue, email, facts).findings;
}

/** What rules found, by the rule's name. */
export type Lasting = Readonly<Record<string, readonly Finding[]>>;

/** What an issue's files decide alone. Any other fact is of this moment: a rule that reads one looks again each time. */
const OF_FILES = new Set<string | symbol>(["newsletter", "source", "template", "images", "logo"]);

/**
 * `preflight`, and of that what holds as long as the issue, its email and the facts of its files are the same. Rules are pure, so
 * one that read nothing else would find the same again; `known` is what such rules have found before, and they are not asked.
 */
export function judge(
  issue: Issue,
  email: Email,
  facts: Facts,
  known: Lasting = {},
): { readonly findings: readonly Finding[]; readonly lasting: Lasting } {
  let isLasting = true;
  const watched = new Proxy(facts, {
    get: (target, key, receiver) => {
      if (!OF_FILES.has(key)) isLasting = false;
      return Reflect.get(target, key, receiver) as unknown;
    },
  });
  const letter = letterOf(issue, email, watched);
  const [findings, lasting]: [Finding[], Record<string, readonly Finding[]>] = [[], {}];
  for (const rule of RULES) {
    isLasting = true;
    const found = known[rule.name] ?? findingsOf(rule, letter, facts);
    if (isLasting) lasting[rule.name] = found;
    findings.push(...found);
  }
  return { findings, lasting };
}

/** By the paths and places of the issue, its snippets and its template. */
function findingsOf(rule: Rule, letter: Letter, facts: Facts): readonly Finding[] {
  const { issue } = letter;
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
  rule(letter, report);
  return report.findings;
}

/** Where a block or the value of a key has this word; its start where the file spells it otherwise, such as over two lines. */
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
