import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

/** A stop waits this long for answers. A batch that has none by then keeps its lease and its key. */
const GRACE_MS = 10_000;

/** Resolves when a stop has waited long enough: a service manager kills a process that makes it wait longer. */
export async function grace(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
  await wait(GRACE_MS, undefined, { ref: false });
}
