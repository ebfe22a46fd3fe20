import { Worker } from "node:worker_threads";
import type { Finding } from "#src/model/finding.ts";
import type { PurityAnswer, PurityQuestion } from "./purity-thread.ts";

/**
 * `checkPurity` in a thread of its own. It moves the process's clock and fixes its random numbers: in the
 * same thread a webhook's signature would look a day old, and a batch's key expired.
 */
export function checkPurityInThread(question: Omit<PurityQuestion, "id">): Promise<readonly Finding[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Finding[]>();
  thread ??= start();
  last += 1;
  waiting.set(last, { resolve, reject });
  thread.ref();
  thread.postMessage({ id: last, ...question } satisfies PurityQuestion);
  return promise;
}

/** One thread for the life of the process: it has React or MJML loaded, which takes longer than the check. */
let thread: Worker | null = null;
let last = 0;
const waiting = new Map<
  number,
  { resolve: (findings: readonly Finding[]) => void; reject: (error: Error) => void }
>();

function start(): Worker {
  const worker = new Worker(new URL("./purity-thread.ts", import.meta.url));
  worker.on("message", (answer: PurityAnswer) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    // No caller waits: the thread must not keep the process from ending.
    if (waiting.size === 0) worker.unref();
    if ("findings" in answer) asker?.resolve(answer.findings);
    else asker?.reject(new Error(answer.failure));
  });
  worker.on("error", (error) => {
    thread = null;
    for (const { reject } of waiting.values())
      reject(error instanceof Error ? error : new Error(String(error)));
    waiting.clear();
  });
  return worker;
}
