import { sql } from "kysely";
import { takeOrders } from "#src/apart/take-orders.ts";
import { type LedgerAddress, reopenLedger } from "#src/store/database/reopen-ledger.ts";
import { compactLedger } from "#src/store/readers/compact-ledger.ts";

/** How long one attempt waits for the lock, ms. */
const PATIENCE_MS = 2_000;

takeOrders(async (address: LedgerAddress): Promise<boolean> => {
  await using ledger = await reopenLedger(address, null);
  // A thread may sleep while it waits. Without the lock SQLite would copy its log back into the file while others
  // commit, and they would wait for the disk on their event loops.
  await sql`pragma busy_timeout = ${sql.lit(PATIENCE_MS)}`.execute(ledger.db);
  return await compactLedger(ledger);
});
