import { type MergeCounts, emptyCounts } from "#src/store/readers/import-merge.ts";
import type { PlannedPerson } from "./plan-people.ts";
import type { Refused } from "./write-people.ts";

/** How many rows of people become what, as an import into a ledger counts them; without those whom Resend refused. */
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
