import type { Email } from "#src/model/email.ts";
import type { Facts } from "#src/model/facts.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { find, letterOf } from "./letter.ts";
import { PROTECTED, RULES } from "./rules.ts";

/**
 * Every finding about an issue that parsed and rendered, most severe first, then by line. A rule the author accepts
 * (`accept: [{rule, reason}]`) becomes info with the reason, unless it protects readers.
 */
export function preflight(issue: Issue, email: Email, facts: Facts): readonly Finding[] {
  const letter = letterOf(issue, email, facts);
  const findings = RULES.flatMap((rule) => rule(letter));
  const accepted = new Map(issue.accept.map(({ rule, reason }) => [rule, reason]));
  const unused = issue.accept
    .filter(({ rule }) => !findings.some((finding) => finding.rule === rule))
    .map(({ rule }) =>
      find(letter, "info", "accept/unused", "accept", `Nothing broke the accepted rule ${rule}.`),
    );
  return [...findings.map((finding) => accept(finding, accepted.get(finding.rule))), ...unused].toSorted(
    (a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0),
  );
}

function accept(finding: Finding, reason: string | undefined): Finding {
  if (reason === undefined || finding.severity === "info") return finding;
  if (PROTECTED.has(finding.rule)) {
    return {
      ...finding,
      hint: `${finding.hint ?? ""} This rule protects readers and cannot be accepted.`.trim(),
    };
  }
  return { ...finding, severity: "info", message: `${finding.message} Accepted: ${reason}` };
}

function rank({ severity }: Finding): number {
  return { error: 0, warning: 1, info: 2 }[severity];
}
