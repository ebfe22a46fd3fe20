import { takeOrders } from "#src/apart/take-orders.ts";
import { reopenLedger } from "#src/store/database/reopen-ledger.ts";
import type { PlanOrder } from "./plan-due.ts";
import { planSend } from "./plan-send.ts";

// Ctrl-C reaches every process of a terminal; it is ignored here. A plan ends by itself, and an unfinished plan counts nowhere.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => undefined);

takeOrders(async ({ sendId, usage, ...address }: PlanOrder): Promise<void> => {
  await using ledger = await reopenLedger(address, null);
  await planSend(ledger, sendId, usage);
});
