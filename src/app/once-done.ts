/**
 * Returns a function that does the work at its first call and answers every later one with the same result. A failure is not
 * kept, as one full disk or one missing file would otherwise last as long as the process: the next call tries again.
 */
export function onceDone<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () =>
    (done ??= work().catch((error: unknown) => {
      done = undefined;
      throw error;
    }));
}
