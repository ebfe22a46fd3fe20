import type { Finding } from "#src/model/finding.ts";
import type { RuleEntry } from "./rule.ts";
import { type RuleId, RULES } from "./rules.ts";

/** The setting for one rule in `rules` of the config. `off`: what the rule finds is not reported at all. */
type Setting = Finding["severity"] | "off";
export type RuleSettings = Readonly<Partial<Record<RuleId, Setting>>>;

/** The entry of a rule; undefined for the code of an error, which may stand in a finding's `rule`, too. */
export function entryOf(rule: string): RuleEntry | undefined {
  const rules: Readonly<Record<string, RuleEntry>> = RULES;
  return Object.hasOwn(rules, rule) ? rules[rule] : undefined;
}

/** Why a rule cannot be set to this severity, as the rest of a sentence that begins with its id; null if it can. */
export function settingFault({ severity, step, protects }: RuleEntry, setting: Setting): string | null {
  if (!step.includes("reading") && !step.includes("preflight"))
    return "is not found by `letterpress check`, and its severity is fixed";
  const isLower = severity.every((one) => RANK[setting] < RANK[one]);
  if (protects === true && isLower) return "protects readers and cannot be lowered";
  const isMadeOnly = !step.includes("preflight") && severity.every((one) => one === "error");
  return isMadeOnly && isLower
    ? "finds errors that make an email impossible to send, and cannot be lowered"
    : null;
}

/**
 * Gives findings the severities that the config sets for their rules. `step` is where they were found: an error of reading stays
 * one, because something is missing from the email, and no config puts it there.
 */
export function withSettings(
  findings: readonly Finding[],
  settings: RuleSettings,
  step: "reading" | "preflight",
): readonly Finding[] {
  const named: Readonly<Record<string, Setting | undefined>> = settings;
  return findings.flatMap((finding) => {
    const setting = Object.hasOwn(named, finding.rule) ? named[finding.rule] : undefined;
    if (setting === undefined || (step === "reading" && finding.severity === "error")) return [finding];
    if (entryOf(finding.rule)?.protects === true && RANK[setting] < RANK[finding.severity]) return [finding];
    return setting === "off" ? [] : [{ ...finding, severity: setting }];
  });
}

const RANK = { off: 0, info: 1, warning: 2, error: 3 } as const;
