import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { RuleEntry } from "#src/model/rules/rule.ts";
import { RULES } from "#src/model/rules/rules.ts";

/**
 * All findings of an issue, the most severe first, then by line. A rule the author accepts
 * (`accept: [{rule, reason}]`) becomes info with the reason, whichever step found it. Not accepted are errors of
 * `made`: there something could not be read or rendered, and no reason puts it into the email; nor rules that protect readers.
 */
export function acceptFindings(
  issue: Issue | null,
  /** `made`: of the file, its images and its template; `judged`: of preflight. */
  { made, judged = [] }: { readonly made: readonly Finding[]; readonly judged?: readonly Finding[] },
): readonly Finding[] {
  const accept = issue?.accept ?? [];
  const reasons = new Map(accept.map(({ rule, reason }) => [rule, reason]));
  const report = createReporter((key: string) => whereOf(issue?.path ?? "", issue?.keyPlaces[key]));
  for (const { rule } of accept) {
    if (![...made, ...judged].some((finding) => finding.rule === rule))
      report.info("accept/unused", "accept", `The accepted rule ${rule} found nothing in this issue.`);
  }
  return [
    ...made.map((finding) => accepted(finding, reasons.get(finding.rule), finding.severity !== "error")),
    ...judged.map((finding) => accepted(finding, reasons.get(finding.rule), !isProtecting(finding.rule))),
    ...report.findings,
  ].toSorted((a, b) => RANK[a.severity] - RANK[b.severity] || (a.line ?? 0) - (b.line ?? 0));
}

/** Whether `accept:` would make it quiet, as far as its rule tells: an error only where preflight alone finds it. */
export function isAcceptable({ rule, severity }: Finding): boolean {
  if (severity === "info" || isProtecting(rule)) return false;
  const rules: Readonly<Record<string, RuleEntry>> = RULES;
  const step = Object.hasOwn(rules, rule) ? rules[rule]?.step : undefined;
  return (
    step !== undefined &&
    (severity === "warning" || (step.includes("preflight") && !step.includes("reading")))
  );
}

/** A reader, not the author, would pay for what it finds. The code of an error is no rule. */
function isProtecting(rule: string): boolean {
  const rules: Readonly<Record<string, RuleEntry>> = RULES;
  return Object.hasOwn(rules, rule) && rules[rule]?.protects === true;
}

const RANK = { error: 0, warning: 1, info: 2 } as const;

function accepted(finding: Finding, reason: string | undefined, acceptable: boolean): Finding {
  if (reason === undefined || finding.severity === "info") return finding;
  if (acceptable) {
    // An accepted text stays as it is, so `--fix` leaves it alone.
    const { severity, message } = finding;
    const overruled = { how: "accepted", severity, message, reason } as const;
    return { ...finding, severity: "info", message: `${message} Accepted: ${reason}`, fix: null, overruled };
  }
  const why = isProtecting(finding.rule) ? "protects readers" : "finds what cannot be mailed as it is";
  return { ...finding, hint: `${finding.hint ?? ""} This rule ${why} and cannot be accepted.`.trim() };
}
