import { setTimeout as wait } from "node:timers/promises";
import type { SendStatus } from "#src/store/sends/status.ts";
import type { CrashBench } from "./crash-bench.ts";

/** Look at the ledger over and over until `seen`, then act. Returns how to stop looking. */
export function watchLedger(
  bench: Pick<CrashBench, "status">,
  seen: (status: SendStatus) => boolean,
  act: () => void,
): Disposable {
  let watching = true;
  const look = async () => {
    while (watching) {
      // The bench may be gone, and its ledger closed, while we look for the last time.
      const status = await bench.status().catch((error: unknown) => {
        if (watching) throw error;
        return null;
      });
      if (watching && status !== null && seen(status)) {
        watching = false;
        act();
      }
      // Without a rest it would take a whole processor from the process it waits for.
      await wait(2);
    }
  };
  void look();
  return {
    [Symbol.dispose]: () => {
      watching = false;
    },
  };
}
