import { resolve } from "node:path";
import type { ImportSummary } from "#src/audience/import/import-options.ts";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { printable } from "#src/audience/printable.ts";
import { refuseTrackedCsv } from "#src/audience/import/refuse-tracked-csv.ts";
import { defaultList } from "#src/model/newsletter.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { asTyped } from "#src/cli/print/as-typed.ts";
import { count, print, printJson, printNote, printTable } from "#src/cli/print/print.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { ImportOptions } from "./options.ts";

const PHASES = { reading: "Reading bytes", comparing: "Comparing rows", writing: "Writing rows" } as const;

/**
 * Read a CSV of subscribers. Never mails anybody. At a terminal it first shows what it would do, and asks.
 * Exit code 1 where rows were refused (the others are in), 2 where a column needs an answer (nothing is written).
 */
export async function subscribersImport(file: string, options: ImportOptions, io: Io): Promise<number> {
  const { newsletter } = await openProject(options, io);
  const list = options.list ?? defaultList(newsletter);
  const path = resolve(io.cwd, file);
  await refuseTrackedCsv(path, options.project);
  const asks = options.yes !== true && options.json !== true && io.stdin.isTTY === true;
  const summary = await withApp(options, io, async ({ ledger, config }) => {
    using progress = createProgress(io);
    const approve = async (planned: ImportSummary): Promise<boolean> => {
      progress.clear();
      printSummary(file, planned, io);
      const question = `This imports ${file} into ${ledger.name}, and mails nobody.`;
      await confirm(question, io, "nothing was imported");
      return true;
    };
    return await importSubscribers(ledger, path, {
      ...options,
      list,
      newsletter,
      suppressionKey: config.suppressionKey,
      command: commandOf(file, options, io),
      ...(asks ? { approve } : {}),
      onProgress: ({ phase, done, total }) => progress.show({ what: PHASES[phase], done, total }),
    });
  });
  if (options.json) printJson(io, summary);
  else {
    // At a terminal it was shown before the question.
    if (!asks || options.dryRun === true) printSummary(file, summary, io);
    print(io, lastLine(file, list, summary));
  }
  return summary.refused > 0 ? 1 : 0;
}

/** The command as it was typed, so that a hint can extend it. */
function commandOf(file: string, { list, from, unstated, map, ignore }: ImportOptions, io: Io): string {
  const quoted = (text: string) =>
    /^[\w./~:@+-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", `'\\''`)}'`;
  const line = [
    "letterpress subscribers import",
    quoted(file),
    ...(list === undefined ? [] : [`--list ${quoted(list)}`]),
    ...(from === undefined ? [] : [`--from ${from}`]),
    ...(unstated === "active" ? ["--unstated active"] : []),
    ...map.map((one) => `--map ${quoted(one)}`),
    ...ignore.map((one) => `--ignore ${quoted(one)}`),
  ].join(" ");
  return asTyped(`\`${line}\``, io).slice(1, -1);
}

function printSummary(typed: string, summary: ImportSummary, io: Io): void {
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
  }
  if (summary.ignoredLeavers > 0) {
    lines.push(
      `${count(summary.ignoredLeavers, "row holds", "rows hold")} a word for leaving in a column you ignored. Check them.`,
    );
  }
  return lines;
}

function lastLine(file: string, list: string, summary: ImportSummary): string {
  const next = summary.dryRun
    ? "Nothing was changed. Run it without --dry-run to import."
    : "`letterpress subscribers count` shows the lists.";
  return `Read ${printable(file)} (${summary.from}) into ${list}; nobody was mailed. ${next}`;
}
