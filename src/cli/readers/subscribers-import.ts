import { resolve } from "node:path";
import { type ImportSummary, importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { refuseTrackedCsv } from "#src/audience/import/refuse-tracked-csv.ts";
import { defaultList } from "#src/model/newsletter.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { count, print, printJson, printNote, printTable } from "#src/cli/print/print.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { ImportOptions } from "./options.ts";

const PHASES = { reading: "Reading bytes", comparing: "Comparing rows", writing: "Writing rows" } as const;

/**
 * Read a CSV of subscribers. Never mails anybody. At a terminal it first shows what it would do, and asks.
 * Exit code 1 where rows were refused; the other rows are in.
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

function printSummary(file: string, summary: ImportSummary, io: Io): void {
  for (const { line, reason } of summary.refusals) printNote(io, `${file}:${line}  ${reason}`);
  const more = summary.refused - summary.refusals.length;
  if (more > 0) printNote(io, `… and ${count(more, "more row")} that could not be read.`);
  const rows: [string, number][] = [
    ["new", summary.new],
    ["updated", summary.updated],
    ["unchanged", summary.unchanged],
    ["unsubscribed by this file", summary.unsubscribed],
    ["unsubscribed here before, unchanged", summary.preservedOptOuts],
    ["suppressed, unchanged", summary.suppressed],
    ["duplicates in the file", summary.duplicates],
    ["refused", summary.refused],
  ];
  const shown = rows.filter(([, n]) => n > 0).map(([name, n]) => [name, n.toLocaleString("en")]);
  printTable(io, [...shown, ["rows", summary.rows.toLocaleString("en")]], [{}, { align: "right" }]);
  if (summary.ignoredColumns.length > 0) {
    print(io, `Ignored columns, because no attribute has their name: ${summary.ignoredColumns.join(", ")}.`);
  }
  for (const [column, n] of Object.entries(summary.ignoredValues)) {
    print(io, `${count(n, "value")} of ${column} ignored: not of its declared type.`);
  }
  if (summary.unstated > 0) {
    print(
      io,
      `${count(summary.unstated, "row has", "rows have")} no consent status; --unstated decides their state.`,
    );
  }
  print(io);
}

function lastLine(file: string, list: string, summary: ImportSummary): string {
  const next = summary.dryRun
    ? "Nothing was changed. Run it without --dry-run to import."
    : "`letterpress subscribers count` shows the lists.";
  return `Read ${file} (${summary.from}) into ${list}; nobody was mailed. ${next}`;
}
