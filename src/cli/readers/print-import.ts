import type { ImportSummary } from "#src/audience/import/import-options.ts";
import { summaryInWords } from "#src/audience/import/summary-in-words.ts";
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

/** The command as it was typed, so that a hint can extend it. Its answers about columns are left out: the hint repeats them. */
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

/** Prints in which state a file's people are, and what an import changes. */
export function printSummary(typed: string, summary: ImportSummary, io: Io): void {
  const file = printable(typed);
  for (const { line, reason } of summary.refusals) printNote(io, `${file}:${line}  ${reason}`);
  const more = summary.refused - summary.refusals.length;
  if (more > 0) printNote(io, `… and ${count(more, "more row")} that could not be read.`);
  const { rows, changes, remarks } = summaryInWords(summary);
  printTable(
    io,
    rows.map(([name, n]) => [name, n.toLocaleString("en")]),
    [{}, { align: "right" }],
  );
  if (changes.length > 0) print(io, `Of these: ${changes.join(", ")}.`);
  for (const line of remarks) print(io, line);
  print(io);
}

/** Says what happened, and what to do next. */
export function lastLine(file: string, list: string, summary: ImportSummary): string {
  const next = summary.dryRun
    ? "Nothing was changed. Run it without --dry-run to import."
    : "`letterpress subscribers count` shows the lists.";
  return `Read ${printable(file)} (${summary.from}) into ${list}; nobody was mailed. ${next}`;
}
