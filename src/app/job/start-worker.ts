import { type WorkerOptions, runWorker } from "#src/send/run-worker.ts";
import type { App } from "#src/app/open-app.ts";
import { workerEvents } from "./worker-events.ts";

/** Runs a worker under this application's name, with its client and keys, and reports what the worker does. */
export async function startWorker(
  app: App,
  options: Omit<WorkerOptions, "client" | "keys" | "token">,
): Promise<void> {
  const { token, config } = app;
  const own = { client: app.client(), keys: config.tokenKeys, token };
  await runWorker(app.ledger, { ...options, ...own, ...workerEvents(app, options) });
}
