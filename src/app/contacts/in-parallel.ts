/** Requests under way at the same time: one after another would wait for the network, not for Resend's limit. */
const WIDTH = 4;

/**
 * Calls `work` with each item, a few at a time, in their order. After a failure
 * no further item begins; the failure is thrown when those under way have ended.
 */
export async function inParallel<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items[Symbol.iterator]();
  let failed = false;
  const worker = async () => {
    for (let next = rest.next(); next.done !== true && !failed; next = rest.next()) {
      try {
        await work(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: WIDTH }, worker));
  const bad = ends.find((end) => end.status === "rejected");
  if (bad !== undefined) throw bad.reason;
}
