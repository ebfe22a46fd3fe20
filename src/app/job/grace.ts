/** A stop waits this long for answers; what has none by then keeps its lease and its key. */
const GRACE_MS = 10_000;

/** Resolves when a stop has waited long enough: a service manager that is kept waiting ends the process in its own way. */
export function grace(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begin = (): unknown => setTimeout(resolve, GRACE_MS).unref();
  if (signal.aborted) begin();
  else signal.addEventListener("abort", begin, { once: true });
  return promise;
}
