import { ERRORS } from "#src/model/errors.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { entryOf, type RuleSettings, withSettings } from "#src/model/rules/set-severity.ts";
import { ruleMeant } from "#src/project/check-config.ts";

/**
 * Returns all findings of an issue, the most severe first, then by line. Each finding gets the severity that the
 * config gives its rule. Then a finding whose rule the author accepts (`accept: [{rule, reason}]`) becomes info with
 * the reason, whichever step found it. Two kinds cannot be accepted: errors of `made`, because something could not
 * be read or rendered and no reason puts it into the email, and findings of preflight whose rule protects readers.
 */
export function acceptFindings(
  issue: Issue | null,
  /**
   * `made`: findings about the file, its images and its template. `judged`: findings of preflight.
   * `rules`: the settings in the config, left out if only what could not be read counts.
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
  // The config's severities are applied to one finding at a time: whether it can be accepted depends on the severity it was found with.
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

/** Whether `accept:` would turn this finding into info, judged by its rule: an error only if preflight finds it and reading does not. */
export function isAcceptable({ rule, severity }: Finding): boolean {
  const entry = entryOf(rule);
  if (severity === "info" || entry === undefined || entry.protects === true) return false;
  return severity === "warning" || (entry.step.includes("preflight") && !entry.step.includes("reading"));
}

/** Reports each rule of `accept:` that no finding has: one that found nothing, or a misspelt one, whose real finding keeps its severity. */
function checkAccept(issue: Issue | null, findings: readonly Finding[]): readonly Finding[] {
  if (issue === null) return [];
  const report = createReporter((key: string) => whereOf(issue.path, issue.keyPlaces[key]));
  for (const { rule } of issue.accept) {
    if (findings.some((finding) => finding.rule === rule)) continue;
    if (entryOf(rule) === undefined && !Object.hasOwn(ERRORS, rule))
      report.warning(
        "accept/unknown",
        "accept",
        `\`accept:\` names the rule ${rule}, which does not exist.`,
        {
          hint: ruleMeant(rule),
        },
      );
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
  const why = isProtecting ? "protects readers" : "finds errors that make an email impossible to send";
  return { ...finding, hint: `${finding.hint ?? ""} This rule ${why}, so it cannot be accepted.`.trim() };
}
