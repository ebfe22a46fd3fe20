import { parentPort } from "node:worker_threads";
import { asPlain } from "#src/model/errors.ts";
import type { Answer, Question } from "./run-apart.ts";

/**
 * The other side of `runApart`: does `work` for each order, one after the other, and answers with its result or its
 * error. Orders are taken one at a time, because work that moves the clock of its thread must not be seen by other
 * work.
 */
export function takeOrders<Order, Result, Progress = never>(
  work: (order: Order, onProgress: (progress: Progress) => void) => Promise<Result>,
): void {
  // Output of a config or a template is for its author to see; stdout holds only what the command answers.
  process.stdout.write = process.stderr.write.bind(process.stderr);
  const answer = async ({ id, order }: Question<Order>): Promise<void> => {
    try {
      const onProgress = (progress: Progress) => say<Result, Progress>({ id, kind: "progress", progress });
      say<Result, Progress>({ id, kind: "result", result: await work(order, onProgress) });
    } catch (error) {
      say<Result, Progress>({ id, kind: "error", error: asPlain(error) });
    }
  };
  let before = Promise.resolve();
  (parentPort ?? process).on("message", (question: Question<Order>) => {
    before = before.then(() => answer(question));
  });
}

function say<Result, Progress>(message: Answer<Result, Progress>): void {
  if (parentPort !== null) parentPort.postMessage(message);
  // The callback takes the error of a channel whose other end has died: nobody is left to read the answer.
  else process.send?.(message, undefined, undefined, () => undefined);
}
