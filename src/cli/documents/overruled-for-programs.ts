import type { OverruledRule } from "#src/model/finding.ts";
import type { Printed, overruled } from "./parts.ts";

/** What the ledger remembers of an email as documents have it. */
export function overruledForPrograms(rows: readonly OverruledRule[]): readonly Printed<typeof overruled>[] {
  return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }));
}
