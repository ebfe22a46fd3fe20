import type { ImportSummary } from "#src/audience/import/import-options.ts";
import { printable } from "#src/audience/printable.ts";
import { asTyped } from "#src/cli/print/as-typed.ts";
import type { Io } from "#src/cli/io.ts";
import { count, print, printNote, printTable } from "#src/cli/print/print.ts";
import type { ImportOptions } from "./options.ts";

/** What the phases of an import are called while it runs. */
export const PHASES = {
  reading: "Reading bytes",
  comparing: "Comparing rows",
  writing: "Writing rows",
} as const;

/** The command as it was typed, so that a hint can extend it; its answers about columns are for the hint to repeat. */
export function commandOf(file: string, { list, from, unstated, dryRun }: ImportOptions, io: Io): string {
  const quoted = (text: string) =>
    /^[\w./~:@+-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", `'\\''`)}'`;
  const line = [
    "letterpress subscribers import",
    quoted(file),
    ...(list === undefined ? [] : [`--list ${quoted(list)}`]),
    ...(from === undefined ? [] : [`--from ${from}`]),
    ...(unstated === "active" ? ["--unstated active"] : []),
    ...(dryRun === true ? ["--dry-run"] : []),
  ].join(" ");
  return asTyped(`\`${line}\``, io).slice(1, -1);
}

/** In which state a file's people are, and what an import changes. */
export function printSummary(typed: string, summary: ImportSummary, io: Io): void {
  const file = printable(typed);
  for (const { line, reason } of summary.refusals) printNote(io, `${file}:${line}  ${reason}`);
  const more = summary.refused - summary.refusals.length;
  if (more > 0) printNote(io, `… and ${count(more, "more row")} that could not be read.`);
  const { states } = summary;
  const rows: [string, number][] = [
    ["active", states.active],
    ["pending, get nothing", states.pending],
    ["unsubscribed", states.unsubscribed],
    ["suppressed", states.suppressed],
    ["refused", summary.refused],
    ["duplicates in the file", summary.duplicates],
  ];
  const shown = rows.filter(([, n]) => n > 0).map(([name, n]) => [name, n.toLocaleString("en")]);
  printTable(io, [...shown, ["rows", summary.rows.toLocaleString("en")]], [{}, { align: "right" }]);
  const changes: [number, string][] = [
    [summary.new, "new"],
    [summary.updated, "updated"],
    [summary.unchanged, "unchanged"],
    [summary.unsubscribed, "unsubscribed by this file"],
    [summary.preservedOptOuts, "had unsubscribed here and stay so"],
    [summary.suppressed, "suppressed here and left alone"],
    [summary.outdated, "left elsewhere before they confirmed here, and stay"],
  ];
  const changed = changes.filter(([n]) => n > 0).map(([n, what]) => `${n.toLocaleString("en")} ${what}`);
  if (changed.length > 0) print(io, `Of these: ${changed.join(", ")}.`);
  for (const line of remarks(summary)) print(io, line);
  print(io);
}

/** What the import left out, or could not tell. */
function remarks(summary: ImportSummary): string[] {
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
    lines.push(
      `${count(n, "date")} of ${column} cannot be read, and no other was put in its place. Write YYYY-MM-DD.`,
    );
  }
  if (summary.unstated > 0) {
    lines.push(
      `${count(summary.unstated, "row has", "rows have")} no consent status that counts. --unstated active makes them active: you answer for their consent.`,
    );
    if (summary.proposedMaps.length > 0)
      lines.push(
        `A yes counts where you say what it means (check each state): ${summary.proposedMaps.join(" ")}`,
      );
  }
  if (summary.ignoredLeavers > 0) {
    lines.push(
      `${count(summary.ignoredLeavers, "row holds", "rows hold")} a word for leaving in a column you ignored. Check them.`,
    );
  }
  return lines;
}

/** What happened, and what one would do next. */
export function lastLine(file: string, list: string, summary: ImportSummary): string {
  const next = summary.dryRun
    ? "Nothing was changed. Run it without --dry-run to import."
    : "`letterpress subscribers count` shows the lists.";
  return `Read ${printable(file)} (${summary.from}) into ${list}; nobody was mailed. ${next}`;
}
