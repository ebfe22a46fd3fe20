import type { OverruledRule } from "#src/model/finding.ts";
import type { Printed, overruled } from "./parts.ts";

/** The rules that were overruled for an email, as the ledger remembers them, in the form that documents have. */
export function overruledForPrograms(rows: readonly OverruledRule[]): readonly Printed<typeof overruled>[] {
  return rows.map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }));
}
