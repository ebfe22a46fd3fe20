import type { PostgresServer } from "../helpers/start-postgres.ts";
import type { CrashBench } from "./crash-bench.ts";

/**
 * Restart the database under the workers, at each of these acceptances (counted from 1): while their answer is on its
 * way, so that what it says cannot be written down. Resolves when the last restart is over.
 */
export function restartDatabaseAt(
  bench: CrashBench,
  server: PostgresServer,
  acceptances: readonly number[],
): Disposable & { readonly restarted: Promise<void> } {
  const done = Promise.withResolvers<void>();
  let accepted = 0;
  let restarts = 0;
  const listening = bench.sandbox.on("accepted", () => {
    accepted += 1;
    if (!acceptances.includes(accepted)) return;
    restarts += 1;
    const last = restarts === acceptances.length;
    server.restart().then(() => last && done.resolve(), done.reject);
  });
  return { restarted: done.promise, [Symbol.dispose]: () => listening[Symbol.dispose]() };
}
