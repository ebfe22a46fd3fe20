import { runApart } from "#src/apart/run-apart.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type LedgerAddress, addressOf } from "#src/store/database/reopen-ledger.ts";
import { compactLedger, fileBytes } from "#src/store/readers/compact-ledger.ts";

/** In bytes. A file of at most this size is rewritten faster than a thread starts. */
const SMALL = 8 * 2 ** 20;

/**
 * Runs `compactLedger` where it does not keep pages from being answered: a large file takes seconds, and SQLite
 * rewrites it in one statement. Writers have to wait for it all the same.
 */
export async function compactApart(ledger: Ledger): Promise<boolean> {
  if (ledger.dialect === "postgres" || (await fileBytes(ledger)) <= SMALL) return compactLedger(ledger);
  const script = new URL("./compact-worker.ts", import.meta.url);
  return runApart<LedgerAddress, boolean>({ script, kind: "thread" }, addressOf(ledger));
}
