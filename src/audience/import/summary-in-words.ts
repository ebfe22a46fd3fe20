import { count } from "#src/model/values/count.ts";
import type { ImportSummary } from "./import-options.ts";

interface SummaryInWords {
  /** How many people of the file are in each state, without the empty states; the last row is the sum. */
  readonly rows: readonly (readonly [name: string, people: number])[];
  /** `3 new`: what the import changes. */
  readonly changes: readonly string[];
  /** What it left out or could not read, in sentences. */
  readonly remarks: readonly string[];
}

/** What an import did, or would do, for people at a terminal or at the studio. */
export function summaryInWords(summary: ImportSummary): SummaryInWords {
  const { states } = summary;
  const rows: [string, number][] = [
    ["active", states.active],
    ["pending (get no issues)", states.pending],
    ["unsubscribed", states.unsubscribed],
    ["suppressed", states.suppressed],
    ["refused", summary.refused],
    ["duplicates in the file", summary.duplicates],
  ];
  const changes: [number, string][] = [
    [summary.new, "new"],
    [summary.updated, "updated"],
    [summary.unchanged, "unchanged"],
    [summary.unsubscribed, "unsubscribed by this file"],
    [summary.preservedOptOuts, "had unsubscribed here and stay unsubscribed"],
    [summary.suppressed, "suppressed here and left alone"],
    [summary.outdated, "left elsewhere before they confirmed here, and stay subscribed"],
  ];
  return {
    rows: [...rows.filter(([, n]) => n > 0), ["rows", summary.rows]],
    changes: changes.filter(([n]) => n > 0).map(([n, what]) => `${n.toLocaleString("en")} ${what}`),
    remarks: remarksOn(summary),
  };
}

function remarksOn(summary: ImportSummary): string[] {
  const lines: string[] = [];
  if (summary.ignoredColumns.length > 0) {
    lines.push(
      `Columns not kept, because no attribute has their name: ${summary.ignoredColumns.join(", ")}.`,
    );
  }
  for (const [column, n] of Object.entries(summary.ignoredValues)) {
    lines.push(`${count(n, "value")} of ${column} left out: not of the declared type.`);
  }
  for (const [column, n] of Object.entries(summary.ambiguousDates)) {
    lines.push(
      `${count(n, "date")} of ${column} left out: day and month cannot be told apart. Write YYYY-MM-DD.`,
    );
  }
  for (const [column, n] of Object.entries(summary.unreadDates)) {
    lines.push(`${count(n, "date")} of ${column} left out: not readable as a date. Write YYYY-MM-DD.`);
  }
  if (summary.unstated > 0) {
    lines.push(
      `${count(summary.unstated, "row has", "rows have")} no consent status that can be used. --unstated active makes them active: you are then responsible for their consent.`,
    );
    if (summary.proposedMaps.length > 0)
      lines.push(
        `To make a yes count, say what it means (check each state): ${summary.proposedMaps.join(" ")}`,
      );
  }
  if (summary.ignoredLeavers > 0) {
    lines.push(
      `${count(summary.ignoredLeavers, "row contains", "rows contain")} a word such as “unsubscribed” in a column that you ignored. Check them.`,
    );
  }
  return lines;
}
