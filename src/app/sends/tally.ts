import { count } from "#src/model/values/count.ts";
import type { Finding } from "#src/model/finding.ts";

/** `1 error and 2 warnings`. */
export function tally(findings: readonly Finding[]): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const warnings = findings.filter(({ severity }) => severity === "warning").length;
  if (errors + warnings === 0) return "nothing to fix";
  return [errors > 0 && count(errors, "error"), warnings > 0 && count(warnings, "warning")]
    .filter((part) => part !== false)
    .join(" and ");
}
