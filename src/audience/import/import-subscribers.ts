import { basename } from "node:path";
import type { Readable } from "node:stream";
import type { Kysely } from "kysely";
import { LetterpressError } from "#src/model/errors.ts";
import { mergeStage } from "#src/store/readers/import-merge.ts";
import { createStage, dropStage } from "#src/store/readers/import-stage.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import type { ImportOptions, ImportSummary } from "./import-options.ts";
import { refuseDoubts } from "./refuse-doubts.ts";
import { stageFile } from "./stage-file.ts";
import { summaryOf } from "./summary-of.ts";

/**
 * Read a CSV of subscribers into the ledger: stage every row, judge whether each person may be mailed, then write.
 * Memory stays the same for any size; nobody who unsubscribed, was suppressed or erased comes back; no mail is sent. A
 * bad row is refused with its line, and the rest is imported. Importing the same file again changes nothing, so an
 * interrupted import can be run again.
 *
 * Takes the ledger's connection for as long as it runs: where others are waiting, use `importInWorker`.
 *
 * Throws `audience/unknown-list`, and `audience/invalid` if the file has no column of addresses, or if a column speaks
 * of consent in a way that only a person can explain: then nothing is written.
 */
export async function importSubscribers(
  ledger: Ledger,
  file: string | Readable,
  options: ImportOptions,
): Promise<ImportSummary> {
  if (!Object.hasOwn(options.newsletter.lists, options.list)) {
    throw new LetterpressError(
      "audience/unknown-list",
      `Expected one of ${Object.keys(options.newsletter.lists).join(", ")}, got ${JSON.stringify(options.list)}.`,
    );
  }
  const source = options.source ?? (typeof file === "string" ? basename(file) : "(stream)");
  return ledger.db.connection().execute(async (db) => {
    await createStage(db);
    try {
      return await run(db, ledger, file, { ...options, source });
    } finally {
      await dropStage(db);
    }
  });
}

async function run(
  db: Kysely<Database>,
  ledger: Ledger,
  file: string | Readable,
  options: ImportOptions & { source: string },
): Promise<ImportSummary> {
  const now = ledger.clock.now();
  const staged = await stageFile(db, file, options, now);
  refuseDoubts(options.source, staged.reader.judge.doubts(), options);
  const merge = async (dryRun: boolean) => {
    let done = 0;
    const counts = await mergeStage(
      db,
      ledger.dialect,
      {
        dryRun,
        now,
        source: `import:${staged.from}`,
        evidence: { file: options.source, sha256: staged.fileHash },
      },
      (merged) => {
        done += merged;
        const phase = dryRun ? "comparing" : "writing";
        options.onProgress?.({ phase, done, total: staged.rows - staged.refused });
      },
    );
    return summaryOf(staged, counts, { source: options.source, dryRun });
  };
  if (options.dryRun === true) return merge(true);
  if (options.approve === undefined) return merge(false);
  const planned = await merge(true);
  return (await options.approve(planned)) ? merge(false) : planned;
}
