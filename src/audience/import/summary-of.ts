import { printable } from "#src/audience/printable.ts";
import type { MergeCounts } from "#src/store/readers/import-merge.ts";
import type { ImportSummary } from "./import-options.ts";
import type { ReadFile } from "./read-rows.ts";
import { flagOf } from "./refuse-doubts.ts";

/** What an import did, or would do: what the file says, and what became of its people. */
export function summaryOf(
  { reader, from, rows, refused, refusals, fileHash }: ReadFile,
  counts: MergeCounts,
  { source, dryRun }: { readonly source: string; readonly dryRun: boolean },
): ImportSummary {
  const { told, judge, ignoredColumns } = reader;
  return {
    from,
    source: printable(source),
    fileHash,
    dryRun,
    rows,
    states: counts.states,
    new: counts.new,
    updated: counts.updated,
    unchanged: counts.unchanged,
    preservedOptOuts: counts.preserved,
    unsubscribed: counts.unsubscribed,
    suppressed: counts.suppressed,
    outdated: counts.outdated,
    duplicates: counts.duplicates,
    refused,
    refusals,
    unstated: told.unstated,
    proposedMaps: judge.unheard().map((column) => flagOf(column)),
    ignoredLeavers: judge.ignoredLeavers(),
    ignoredColumns,
    ignoredValues: Object.fromEntries(told.ignoredValues),
    ambiguousDates: Object.fromEntries(told.ambiguousDates),
    unreadDates: Object.fromEntries(told.unreadDates),
  };
}
