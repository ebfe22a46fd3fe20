import { resolve } from "node:path";
import { seeFile } from "#src/app/schedule/see-file.ts";
import { restoreLedger } from "#src/store/copies/restore-ledger.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { openProject } from "#src/cli/open-project.ts";
import { count, print } from "#src/cli/print/print.ts";
import { createProgress, showCopy } from "#src/cli/print/progress.ts";
import { configOf } from "#src/cli/with-app.ts";

/** Restore a backup. None of its sends moves before Resend was asked and a person has resumed it. */
export async function restore(file: string, options: GlobalOptions, io: Io): Promise<number> {
  const { destination, root, ledgerUrl, suppressionKey } = configOf(options, io);
  const { issues } = await openProject(options, io);
  using progress = createProgress(io);
  const waiting = await restoreLedger({
    file: resolve(io.cwd, file),
    url: ledgerUrl,
    root,
    destination,
    suppressionKey,
    clock: io.clock,
    before: async (ledger) => {
      // An issue that is in the files now may have been sent after the backup was made: it waits, too.
      for (const parsed of issues) await seeFile(ledger, parsed);
    },
    onTable: showCopy(progress),
  });
  progress[Symbol.dispose]();
  print(io, `${file} is the ledger now. ${count(waiting, "send waits", "sends wait")} for a person.`);
  const each =
    " names each of them with the command that resumes it, which first asks Resend who has the issue";
  print(io, `Next: \`letterpress status\`${waiting === 0 ? "" : each}.`);
  const remedy = "run `letterpress suppressions add ADDRESS` for each that you know";
  print(io, `Readers who unsubscribed after the backup was made are on their lists again: ${remedy}.`);
  return 0;
}
