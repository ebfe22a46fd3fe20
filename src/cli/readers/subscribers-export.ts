import { ONE_STATUS } from "#src/audience/export/export-formats.ts";
import { exportSubscribers } from "#src/audience/export/export-subscribers.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { count, printNote } from "#src/cli/print/print.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { ExportOptions } from "./options.ts";
import { writeCsv } from "./write-csv.ts";

/** Write subscribers as CSV, including people who left and suppressed people. Only the CSV goes to stdout. */
export async function subscribersExport(
  file: string | undefined,
  options: ExportOptions,
  io: Io,
): Promise<number> {
  const { newsletter } = await openProject(options, io);
  return withApp(options, io, async ({ ledger }) => {
    const { people } = await writeCsv(file, { io, root: options.project }, (out) =>
      exportSubscribers(ledger, out, { ...options, newsletter }),
    );
    const format = options.for === undefined ? "" : ` for ${options.for}`;
    const who =
      options.only === undefined
        ? "including people who left and suppressed people"
        : { active: "only those who may be mailed", left: "only those who may not be mailed" }[options.only];
    printNote(io, `Wrote ${count(people, "subscriber")}${format} to ${file ?? "stdout"}, ${who}.`);
    if (options.only === undefined && options.for !== undefined && ONE_STATUS.has(options.for)) {
      printNote(
        io,
        `Warning: ${options.for} gives all rows of an import one status. Export --only active and --only left into two files, and import the second one as unsubscribed or blocked.`,
      );
    }
    return 0;
  });
}
