import type { Email } from "#src/model/email.ts";
import type { Facts } from "#src/model/facts.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { letterOf, type Target } from "./letter.ts";
import { RULES } from "./rules.ts";

/** Every finding about an issue that parsed and rendered, rule by rule. Nothing is accepted or sorted yet. */
export function preflight(issue: Issue, email: Email, facts: Facts): readonly Finding[] {
  const letter = letterOf(issue, email, facts);
  const report = createReporter((target: Target) =>
    whereOf(issue.path, typeof target === "string" ? issue.keyPlaces[target] : target),
  );
  for (const rule of RULES) rule(letter, report);
  return report.findings;
}
