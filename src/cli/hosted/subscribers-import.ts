import { resolve } from "node:path";
import { importContacts } from "#src/app/contacts/import-contacts.ts";
import type { ImportSummary } from "#src/audience/import/import-options.ts";
import { refuseTrackedCsv } from "#src/audience/import/refuse-tracked-csv.ts";
import { defaultList } from "#src/model/newsletter.ts";
import type { Io } from "#src/cli/io.ts";
import { confirm } from "#src/cli/print/confirm.ts";
import { count, print, printJson } from "#src/cli/print/print.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import { importForPrograms } from "#src/cli/readers/import-for-programs.ts";
import type { ImportOptions } from "#src/cli/readers/options.ts";
import { PHASES, commandOf, lastLine, printSummary } from "#src/cli/readers/print-import.ts";
import { withHosted } from "./with-hosted.ts";

/**
 * Reads a CSV of subscribers into Resend's contacts. Never mails anybody. At a terminal it first shows what it would do, and
 * asks. Exit code 1 if rows were refused (the others are in), 2 if a column needs an answer (nothing is written).
 */
export async function subscribersImport(file: string, options: ImportOptions, io: Io): Promise<number> {
  const path = resolve(io.cwd, file);
  await refuseTrackedCsv(path, options.project);
  const asks = options.yes !== true && options.json !== true && io.stdin.isTTY === true;
  return withHosted(options, io, async (hosted, { newsletter }) => {
    const list = options.list ?? defaultList(newsletter);
    using progress = createProgress(io);
    const show = (summary: ImportSummary) => {
      printSummary(file, summary, io);
      const { pending } = summary.states;
      if (pending > 0)
        print(
          io,
          `${count(pending, "person is", "people are")} not confirmed, and Resend has no such state: not taken.`,
        );
    };
    const approve = async (planned: ImportSummary): Promise<boolean> => {
      progress.clear();
      show(planned);
      await confirm(
        `This imports ${file} into Resend's contacts, and mails nobody.`,
        io,
        "nothing was imported",
      );
      return true;
    };
    const summary = await importContacts(hosted, path, {
      ...options,
      list,
      newsletter,
      command: commandOf(file, options, io),
      ...(asks ? { approve } : {}),
      onProgress: ({ phase, done, total }) => progress.show({ what: PHASES[phase], done, total }),
    });
    progress.clear();
    if (options.json) printJson(io, importForPrograms(summary));
    else {
      // At a terminal the counts were shown before the question; what Resend refuses was not known then.
      if (!asks || options.dryRun === true || summary.refused > 0) show(summary);
      print(io, lastLine(file, list, summary));
    }
    return summary.refused > 0 ? 1 : 0;
  });
}
