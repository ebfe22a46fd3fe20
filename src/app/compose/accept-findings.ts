import { ERRORS } from "#src/model/errors.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { entryOf, type RuleSettings, withSettings } from "#src/model/rules/set-severity.ts";
import { ruleMeant } from "#src/project/check-config.ts";

/**
 * All findings of an issue, the most severe first, then by line. Each has the severity that the config gives its rule; then a rule the
 * author accepts (`accept: [{rule, reason}]`) becomes info with the reason, whichever step found it. Not accepted are errors of
 * `made`: there something could not be read or rendered, and no reason puts it into the email; nor rules that protect readers.
 */
export function acceptFindings(
  issue: Issue | null,
  /**
   * `made`: of the file, its images and its template; `judged`: of preflight. `rules`: of the config; left out where only what could
   * not be read counts.
   */
  {
    made,
    judged = [],
    rules = {},
  }: {
    readonly made: readonly Finding[];
    readonly judged?: readonly Finding[];
    readonly rules?: RuleSettings;
  },
): readonly Finding[] {
  const reasons = new Map(issue?.accept.map(({ rule, reason }) => [rule, reason]));
  // Each with the config's severity by itself: whether it can be accepted is asked of what was found.
  const ofReading = [...made, ...checkAccept(issue, [...made, ...judged])].flatMap((finding) =>
    withSettings([finding], rules, "reading").map((set) =>
      accepted(set, reasons.get(set.rule), finding.severity !== "error"),
    ),
  );
  const ofPreflight = withSettings(judged, rules, "preflight").map((finding) =>
    accepted(finding, reasons.get(finding.rule), entryOf(finding.rule)?.protects !== true),
  );
  return [...ofReading, ...ofPreflight].toSorted(
    (a, b) => RANK[a.severity] - RANK[b.severity] || (a.line ?? 0) - (b.line ?? 0),
  );
}

/** Whether `accept:` would make it quiet, as far as its rule tells: an error only where preflight alone finds it. */
export function isAcceptable({ rule, severity }: Finding): boolean {
  const entry = entryOf(rule);
  if (severity === "info" || entry === undefined || entry.protects === true) return false;
  return severity === "warning" || (entry.step.includes("preflight") && !entry.step.includes("reading"));
}

/** What `accept:` names and nothing found: a rule that found nothing, or a misspelt one, whose finding stays loud. */
function checkAccept(issue: Issue | null, findings: readonly Finding[]): readonly Finding[] {
  if (issue === null) return [];
  const report = createReporter((key: string) => whereOf(issue.path, issue.keyPlaces[key]));
  for (const { rule } of issue.accept) {
    if (findings.some((finding) => finding.rule === rule)) continue;
    if (entryOf(rule) === undefined && !Object.hasOwn(ERRORS, rule))
      report.warning("accept/unknown", "accept", `There is no rule ${rule} to accept.`, {
        hint: ruleMeant(rule),
      });
    else report.info("accept/unused", "accept", `The accepted rule ${rule} found nothing in this issue.`);
  }
  return report.findings;
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
  const isProtecting = entryOf(finding.rule)?.protects === true;
  const why = isProtecting ? "protects readers" : "finds what cannot be mailed as it is";
  return { ...finding, hint: `${finding.hint ?? ""} This rule ${why} and cannot be accepted.`.trim() };
}
