import { exportSubscribers } from "#src/audience/export/export-subscribers.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { withApp } from "#src/cli/with-app.ts";
import type { ExportOptions } from "./options.ts";
import { printExported } from "./print-exported.ts";
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
    printExported(file, people, options, io);
    return 0;
  });
}
