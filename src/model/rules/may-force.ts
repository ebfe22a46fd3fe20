import type { RuleEntry } from "./rule.ts";
import { RULES } from "./rules.ts";

/** The answer about a rule that a person wants to force. `made`: the rule finds what could not be read or rendered. */
type Forceable = "yes" | "unknown" | "protects" | "made";

/**
 * Whether a person may let an email go although this rule finds an error in it. Only a judgement can be overruled: what could not be
 * read or rendered is not in the email, whatever a person says, and a reader would pay for what a protecting rule finds.
 */
export function mayForce(rule: string): Forceable {
  const rules: Readonly<Record<string, RuleEntry>> = RULES;
  const entry = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
  if (entry === undefined) return "unknown";
  if (entry.protects === true) return "protects";
  return entry.step.every((step) => step === "preflight") ? "yes" : "made";
}
