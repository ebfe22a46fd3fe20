import type { Check } from "./check.ts";
import type { Found, Remedy } from "./connection.ts";

/**
 * Applies the remedies that `agrees` says yes to, and returns what the checks say then. One after the other:
 * two lists may want one segment.
 */
export async function applyRemedies(
  found: readonly Found[],
  agrees: (remedy: Remedy) => boolean,
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const { check, remedy } of found) {
    checks.push(remedy === null || !agrees(remedy) ? check : await remedy.apply());
  }
  return checks;
}
