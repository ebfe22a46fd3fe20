import { createHash } from "node:crypto";
import type { Finding } from "#src/model/finding.ts";

/** Returns a name that a finding has as long as its file says the same. Two findings of one rule at one place differ in their words. */
export function findingKey({ rule, file, line, column, message }: Finding): string {
  return createHash("sha256")
    .update(JSON.stringify([rule, file, line, column, message]))
    .digest("hex")
    .slice(0, 16);
}
