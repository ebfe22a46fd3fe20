import { hasDied, startApart } from "./run-apart.ts";

/** The author's code did not answer within its time. */
export class TooLate extends Error {}

/**
 * Starts a thread for an author's code, which may never end, end its thread, or throw when nobody waits for it: none of that
 * may stop a tick or end `serve`. The thread stays for the life of the process. It takes orders one after the other, so that
 * its end is about one of them. It may also die of what an earlier order has left behind, so an order whose thread died is
 * asked once more in a new thread. The returned function rejects with `TooLate` after `longestMs`.
 */
export function startAuthorThread<Order, Result>(
  script: URL,
  longestMs: number,
): (order: Order) => Promise<Result> {
  const thread = startApart<Order, Result>({ script, kind: "thread" });
  let last: Promise<unknown> = Promise.resolve();
  return (order) => {
    const answer = last.then(() => askTwice(order));
    last = answer.catch(() => undefined);
    return answer;
  };

  async function askTwice(order: Order): Promise<Result> {
    try {
      return await ask(order);
    } catch (error) {
      if (hasDied(error)) return ask(order);
      throw error;
    }
  }

  async function ask(order: Order): Promise<Result> {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      void thread.end();
    }, longestMs);
    try {
      return await thread.ask(order);
    } catch (error) {
      if (!isLate) throw error;
      throw new TooLate(`It did not finish within ${longestMs / 1000} seconds.`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}
