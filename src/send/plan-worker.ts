import { workerData } from "node:worker_threads";
import type { Usage } from "#src/model/quota.ts";
import type { Destination } from "#src/store/ledger.ts";
import { openLedger } from "#src/store/open-ledger.ts";
import { planSend } from "./plan-send.ts";

const { url, destination, sendId, usage, offset } = workerData as {
  url: string;
  destination: Destination;
  sendId: number;
  usage: Usage | null;
  /** How far the caller's clock is ahead of the machine's. */
  offset: number;
};

await using ledger = await openLedger({
  url,
  root: "/",
  destination,
  clock: { now: () => Date.now() + offset },
});
await planSend(ledger, sendId, usage);
