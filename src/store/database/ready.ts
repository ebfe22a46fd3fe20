import type { Ledger } from "./ledger.ts";
import { movedTo, readMeta } from "./meta.ts";

/** Whether the ledger answers and is the one that was opened: nothing else notices a file that was removed or moved. */
export async function isReady(ledger: Ledger): Promise<boolean> {
  try {
    const database = await readMeta(ledger.db, "database");
    return database === ledger.database && (await movedTo(ledger.db)) === null;
  } catch {
    return false;
  }
}
