import { Worker } from "node:worker_threads";
import { type ErrorCode, LetterpressError } from "#src/model/errors.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { ImportOptions, ImportProgress, ImportSummary } from "./import-options.ts";

/** What the thread is started with. */
export interface ImportJob {
  readonly url: string;
  readonly destination: Ledger["destination"];
  /** How far the caller's clock is ahead of the machine's. */
  readonly offset: number;
  readonly file: string;
  readonly options: Omit<ImportOptions, "onProgress">;
}

/** What the thread says. */
export type ImportMessage =
  | { readonly kind: "progress"; readonly progress: ImportProgress }
  | { readonly kind: "done"; readonly summary: ImportSummary }
  | { readonly kind: "failed"; readonly code: ErrorCode; readonly message: string; readonly hint: string };

/** Left alone, the garbage collector lets the heap grow to several times of what an import needs. */
const MEMORY = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 };

/**
 * `importSubscribers` in a thread with its own connection: pages go on answering, other writers get their turn every
 * few thousand rows, and memory stays below 250 MB for a million rows. Only for a ledger in a file or on a server.
 */
export async function importInWorker(
  ledger: Ledger,
  file: string,
  { onProgress, ...options }: ImportOptions,
): Promise<ImportSummary> {
  const { url, destination } = ledger;
  const job: ImportJob = { url, destination, offset: ledger.clock.now() - Date.now(), file, options };
  const worker = new Worker(new URL("./import-worker.ts", import.meta.url), {
    workerData: job,
    resourceLimits: MEMORY,
  });
  const { promise, resolve, reject } = Promise.withResolvers<ImportSummary>();
  worker.on("message", (message: ImportMessage) => {
    if (message.kind === "progress") onProgress?.(message.progress);
    else if (message.kind === "done") resolve(message.summary);
    else reject(new LetterpressError(message.code, message.message, { hint: message.hint }));
  });
  worker.once("error", reject);
  worker.once("exit", (code) => reject(new Error(`The import's thread ended with ${code}.`)));
  return promise;
}
