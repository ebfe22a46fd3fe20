/** A whole rehearsal in a process of its own: its ledger, its sandbox, and a further process that sends. */
import { takeOrders } from "#src/apart/take-orders.ts";
import type { RehearsalNews, RehearsalOrder } from "./rehearsal.ts";
import { rehearse } from "./rehearse.ts";

const stop = new AbortController();
process.on("disconnect", () => stop.abort());

takeOrders<RehearsalOrder, RehearsalNews, RehearsalNews>((order, onNews) =>
  rehearse(order, { signal: stop.signal, onNews }),
);
