import { takeOrders } from "#src/apart/take-orders.ts";
import { reopenLedger } from "#src/store/database/reopen-ledger.ts";
import type { ImportOrder } from "./import-in-worker.ts";
import type { ImportProgress, ImportSummary } from "./import-options.ts";
import { importSubscribers } from "./import-subscribers.ts";

takeOrders<ImportOrder, ImportSummary, ImportProgress>(async ({ file, options, ...address }, onProgress) => {
  await using ledger = await reopenLedger(address, options.suppressionKey);
  return await importSubscribers(ledger, file, { ...options, onProgress });
});
