import type { Email } from "#src/model/email.ts";
import type { Facts } from "#src/model/facts.ts";
import { createReporter, type Finding, type Where, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { TemplateText } from "#src/model/template.ts";
import { letterOf, type Target } from "./letter.ts";
import { RULES } from "./rules.ts";

/** Every finding about an issue that parsed and rendered, rule by rule. Nothing is accepted or sorted yet. */
export function preflight(issue: Issue, email: Email, facts: Facts): readonly Finding[] {
  const letter = letterOf(issue, email, facts);
  const report = createReporter((target: Target) => {
    if (target !== null && typeof target === "object" && "inTemplate" in target)
      return whereInTemplate(facts.template, target.inTemplate);
    return whereOf(issue.path, typeof target === "string" ? issue.keyPlaces[target] : target);
  });
  for (const rule of RULES) rule(letter, report);
  return report.findings;
}

function whereInTemplate({ path, source }: TemplateText, text: string): Where {
  const at = text === "" ? -1 : source.indexOf(text);
  if (at === -1) return whereOf(path, null);
  const before = source.slice(0, at).split("\n");
  return { file: path, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
