import { type MergeCounts, emptyCounts } from "#src/store/readers/import-merge.ts";
import type { PlannedPerson } from "./plan-people.ts";
import type { Refused } from "./write-people.ts";

/** Counts what becomes of each person's rows, as an import into a ledger counts them. Leaves out people whom Resend refused. */
export function countPlans(planned: readonly PlannedPerson[], refused: Refused = new Map()): MergeCounts {
  const counts = emptyCounts();
  for (const { person, plan } of planned) {
    if (refused.has(person)) continue;
    for (const row of plan.rows) {
      counts[row.class] += 1;
      counts.states[row.result] += 1;
    }
  }
  return counts;
}
