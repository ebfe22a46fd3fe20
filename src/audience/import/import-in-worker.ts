import { runApart } from "#src/apart/run-apart.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type LedgerAddress, addressOf } from "#src/store/database/reopen-ledger.ts";
import type { ImportOptions, ImportProgress, ImportSummary } from "./import-options.ts";

/** Plain data only: code in the thread cannot ask a person. */
type PlainOptions = Omit<ImportOptions, "onProgress" | "approve">;

/** What the thread is told to import. */
export interface ImportOrder extends LedgerAddress {
  readonly file: string;
  readonly options: PlainOptions;
}

/** In MB. Without a limit, garbage collection lets the heap grow to several times what an import needs. */
const MEMORY = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 };

/**
 * `importSubscribers` in a thread with its own connection: pages still answer, other writers get their turn every
 * few thousand rows, and memory stays below 250 MB for a million rows. Only for a ledger in a file or on a server.
 */
export async function importInWorker(
  ledger: Ledger,
  file: string,
  { onProgress, ...options }: PlainOptions & Pick<ImportOptions, "onProgress">,
): Promise<ImportSummary> {
  const order: ImportOrder = { ...addressOf(ledger), file, options };
  const script = new URL("./import-worker.ts", import.meta.url);
  return runApart<ImportOrder, ImportSummary, ImportProgress>(
    { script, kind: "thread", memory: MEMORY },
    order,
    onProgress,
  );
}
