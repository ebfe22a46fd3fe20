import type { ImportSummary } from "#src/audience/import/import-options.ts";
import type { ImportDocument } from "#src/cli/documents/people-documents.ts";

/** What an import did, as `--json` prints it. */
export function importForPrograms(summary: ImportSummary): ImportDocument {
  return {
    from: summary.from,
    source: summary.source,
    file_hash: summary.fileHash,
    dry_run: summary.dryRun,
    rows: summary.rows,
    states: summary.states,
    new: summary.new,
    updated: summary.updated,
    unchanged: summary.unchanged,
    preserved_opt_outs: summary.preservedOptOuts,
    unsubscribed: summary.unsubscribed,
    suppressed: summary.suppressed,
    outdated: summary.outdated,
    duplicates: summary.duplicates,
    refused: summary.refused,
    refusals: summary.refusals,
    unstated: summary.unstated,
    ignored_leavers: summary.ignoredLeavers,
    ignored_columns: summary.ignoredColumns,
    ignored_values: summary.ignoredValues,
    ambiguous_dates: summary.ambiguousDates,
    unread_dates: summary.unreadDates,
    proposed_maps: summary.proposedMaps,
  };
}
