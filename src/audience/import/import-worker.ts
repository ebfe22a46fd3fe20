import { parentPort, workerData } from "node:worker_threads";
import { LetterpressError } from "#src/model/errors.ts";
import { openLedger } from "#src/store/database/open-ledger.ts";
import type { ImportJob, ImportMessage } from "./import-in-worker.ts";
import { importSubscribers } from "./import-subscribers.ts";

const { url, destination, offset, file, options } = workerData as ImportJob;
const say = (message: ImportMessage) => parentPort?.postMessage(message);

try {
  await using ledger = await openLedger({
    url,
    root: "/",
    destination,
    clock: { now: () => Date.now() + offset },
  });
  const onProgress = (progress: Extract<ImportMessage, { kind: "progress" }>["progress"]) =>
    say({ kind: "progress", progress });
  say({ kind: "done", summary: await importSubscribers(ledger, file, { ...options, onProgress }) });
} catch (error) {
  // An error's class does not survive the way between threads, and with it the exit code would be lost.
  if (!(error instanceof LetterpressError)) throw error;
  say({ kind: "failed", code: error.code, message: error.message, hint: error.hint });
}
