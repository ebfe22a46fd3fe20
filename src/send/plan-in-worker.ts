import { Worker } from "node:worker_threads";
import type { Usage } from "#src/model/quota.ts";
import type { Ledger } from "#src/store/ledger.ts";

/**
 * Plan a send in a thread with its own connection: freezing a million recipients takes seconds, and an unsubscribe
 * must be answered meanwhile. Rejects with the thread's error.
 */
export function planInWorker(ledger: Ledger, sendId: number, usage: Usage | null = null): Promise<void> {
  const { url, destination } = ledger;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const worker = new Worker(new URL("./plan-worker.ts", import.meta.url), {
    workerData: { url, destination, sendId, usage, offset: ledger.clock.now() - Date.now() },
  });
  worker.once("error", reject);
  worker.once("exit", (code) =>
    code === 0 ? resolve() : reject(new Error(`The planning thread ended with ${code}.`)),
  );
  return promise;
}
