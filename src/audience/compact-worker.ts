import { takeOrders } from "#src/apart/take-orders.ts";
import { type LedgerAddress, reopenLedger } from "#src/store/database/reopen-ledger.ts";
import { compactLedger } from "#src/store/readers/erase.ts";

takeOrders(async (address: LedgerAddress): Promise<boolean> => {
  await using ledger = await reopenLedger(address, null);
  return await compactLedger(ledger);
});
