import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { backupLedger } from "#src/store/copies/backup-ledger.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { kilobytes, print } from "#src/cli/print/print.ts";
import { createProgress, showCopy } from "#src/cli/print/progress.ts";
import { withApp } from "#src/cli/with-app.ts";

/** Write the ledger with its images into a file, while other processes use the ledger. */
export async function backup(file: string, options: GlobalOptions, io: Io): Promise<number> {
  const path = resolve(io.cwd, file);
  await withApp(options, io, async ({ ledger }) => {
    using progress = createProgress(io);
    await backupLedger(ledger, path, showCopy(progress));
    progress[Symbol.dispose]();
    const size = kilobytes((await stat(path)).size);
    print(io, `${file} holds a copy of ${ledger.name} (${size}), read back and complete.`);
    const secrets = "LETTERPRESS_SECRET and SUPPRESSION_KEY are not in it: back them up, too.";
    print(io, `It holds addresses: keep it as safe as the ledger. ${secrets}`);
  });
  return 0;
}
