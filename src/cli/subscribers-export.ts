import type { ExportTarget } from "#src/audience/export-formats.ts";
import { exportSubscribers } from "#src/audience/export-subscribers.ts";
import type { GlobalOptions, Io } from "./io.ts";
import { openProject } from "./open-project.ts";
import { count, printNote } from "./print.ts";
import { withApp } from "./with-app.ts";
import { writeCsv } from "./write-csv.ts";

/** Write subscribers as CSV, those who left and those suppressed among them. The CSV alone goes to stdout. */
export async function subscribersExport(
  file: string | undefined,
  options: GlobalOptions & { readonly for?: ExportTarget; readonly list?: string },
  io: Io,
): Promise<number> {
  const { newsletter } = await openProject(options, io);
  return withApp(options, io, async ({ ledger }) => {
    const { people } = await writeCsv(file, { io, root: options.project }, (out) =>
      exportSubscribers(ledger, out, {
        newsletter,
        ...(options.list === undefined ? {} : { list: options.list }),
        ...(options.for === undefined ? {} : { for: options.for }),
      }),
    );
    const format = options.for === undefined ? "" : ` for ${options.for}`;
    const all = "those who left and those suppressed among them";
    printNote(io, `Wrote ${count(people, "subscriber")}${format} to ${file ?? "stdout"}, ${all}.`);
    return 0;
  });
}
