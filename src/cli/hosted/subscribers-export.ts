import { eachContact } from "#src/app/contacts/each-contact.ts";
import { expectList } from "#src/app/contacts/contact-lists.ts";
import { readAudience } from "#src/app/contacts/read-audience.ts";
import { writeExport } from "#src/audience/export/write-export.ts";
import type { Io } from "#src/cli/io.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import type { ExportOptions } from "#src/cli/readers/options.ts";
import { printExported } from "#src/cli/readers/print-exported.ts";
import { writeCsv } from "#src/cli/readers/write-csv.ts";
import { withHosted } from "./with-hosted.ts";

/** Write this newsletter's contacts as CSV, including people who left and suppressed people. Only the CSV goes to stdout. */
export async function subscribersExport(
  file: string | undefined,
  options: ExportOptions,
  io: Io,
): Promise<number> {
  return withHosted(options, io, async (hosted, { newsletter }) => {
    const { list } = options;
    if (list !== undefined) expectList(newsletter, list);
    using progress = createProgress(io);
    const { people } = await writeCsv(file, { io, root: options.project }, async (out) => {
      const audience = await readAudience(hosted, newsletter, (done) =>
        progress.show({ what: "Reading contacts", done, total: null }),
      );
      const total = audience.contacts.size;
      const onRead = (done: number) => progress.show({ what: "Reading what they left", done, total });
      const everybody = eachContact(hosted, newsletter, audience, { list, onRead });
      return writeExport(everybody, out, { ...options, newsletter });
    });
    progress.clear();
    printExported(file, people, options, io);
    return 0;
  });
}
