import type { Finding, OverruledRule } from "#src/model/finding.ts";
import { mayForce } from "#src/model/rules/may-force.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { overruledOf } from "#src/store/issues/overruled.ts";

/** Rules that a person forces now, for the email that they have looked at. */
export interface Force {
  readonly rules: readonly string[];
  /** `cli:<user>`. */
  readonly by: string;
}

/** The findings of an email, including those that no longer keep it back. */
interface Overruling {
  /** Forced errors are `info` here. */
  readonly findings: readonly Finding[];
  /** What the ledger is to remember with the email. */
  readonly rows: readonly OverruledRule[];
}

/**
 * Lets an email pass the errors that a person has forced: earlier, for this very
 * digest, or now. Another digest is another email, of which nobody has said anything.
 */
export async function overrule(
  { db, clock }: Pick<Ledger, "db" | "clock">,
  email: { readonly slug: string; readonly digest: string; readonly findings: readonly Finding[] },
  force: Force | undefined,
): Promise<Overruling> {
  const issue = await findIssue(db, email.slug);
  const known = issue === undefined ? [] : await overruledOf(db, issue.id, email.digest);
  const before = known.filter(({ how }) => how === "forced");
  const at = clock.now();
  const findings = email.findings.map((finding): Finding => {
    if (finding.severity !== "error" || mayForce(finding.rule) !== "yes") return finding;
    const told = before.find(({ rule }) => rule === finding.rule);
    if (told?.person != null) return forced(finding, told.person, told.at);
    return force?.rules.includes(finding.rule) === true ? forced(finding, force.by, at) : finding;
  });
  return { findings, rows: rowsOf(findings, at) };
}

function forced(finding: Finding, by: string, at: number): Finding {
  const { message } = finding;
  const said = { severity: "error", message, by, at: new Date(at).toISOString() } as const;
  const overruled = { how: "forced", ...said } as const;
  return { ...finding, severity: "info", message: `${message} Forced by ${by}.`, fix: null, overruled };
}

/** One row for each rule and way of overruling it. */
function rowsOf(findings: readonly Finding[], now: number): OverruledRule[] {
  const rows = new Map<string, OverruledRule>();
  for (const { rule, line, overruled } of findings) {
    if (overruled === undefined) continue;
    const { how, message } = overruled;
    const said = line === null ? message : `Line ${line}: ${message}`;
    const row = rows.get(`${rule} ${how}`);
    const who =
      overruled.how === "forced"
        ? { reason: null, person: overruled.by, at: Date.parse(overruled.at) }
        : { reason: overruled.reason, person: null, at: now };
    const messages = row === undefined ? said : `${row.message}\n${said}`;
    rows.set(`${rule} ${how}`, { rule, how, ...who, message: messages });
  }
  return [...rows.values()];
}
