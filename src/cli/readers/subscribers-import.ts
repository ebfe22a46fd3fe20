import { resolve } from "node:path";
import type { ImportSummary } from "#src/audience/import/import-options.ts";
import { importSubscribers } from "#src/audience/import/import-subscribers.ts";
import { refuseTrackedCsv } from "#src/audience/import/refuse-tracked-csv.ts";
import { defaultList } from "#src/model/newsletter.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { print, printJson } from "#src/cli/print/print.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import { withApp } from "#src/cli/with-app.ts";
import { importForPrograms } from "./import-for-programs.ts";
import type { ImportOptions } from "./options.ts";
import { PHASES, commandOf, lastLine, printSummary } from "./print-import.ts";

/**
 * Read a CSV of subscribers. Never mails anybody. At a terminal it first shows what it would do, and asks.
 * Exit code 1 if rows were refused (the others are in), 2 if a column needs an answer (nothing is written).
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
  if (options.json) printJson(io, importForPrograms(summary));
  else {
    // At a terminal the summary was shown before the question.
    if (!asks || options.dryRun === true) printSummary(file, summary, io);
    print(io, lastLine(file, list, summary));
  }
  return summary.refused > 0 ? 1 : 0;
}
