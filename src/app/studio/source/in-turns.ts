import { setImmediate } from "node:timers/promises";

/** How long a program may work without answering anybody. */
const TURN_MS = 10;

/**
 * Runs calls of `work` one after the other, so that others are answered in between: parsing three hundred issues takes a
 * second. Before each turn it waits for `first`.
 */
export function inTurns<A extends readonly unknown[], R>(
  work: (...args: A) => R,
  first: () => Promise<unknown>,
): (...args: A) => Promise<R> {
  let since = performance.now();
  let last: Promise<unknown> = Promise.resolve();
  return async (...args) => {
    const mine = last.then(async () => {
      if (performance.now() - since > TURN_MS) {
        await setImmediate();
        await first();
        since = performance.now();
      }
      return work(...args);
    });
    last = mine.catch(() => undefined);
    return mine;
  };
}
