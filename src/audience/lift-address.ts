import { addressKey } from "#src/model/ids.ts";
import type { SuppressionReason } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { forgetBounces } from "#src/store/readers/bounces.ts";
import { findSuppression, liftSuppression } from "#src/store/readers/suppressions.ts";

/** The outcome of lifting a suppression. An `erased` one stays: that person asked to be forgotten. */
interface Lifted {
  /** `rested`: there was no suppression, but a rest after bounces, which has ended now. */
  readonly result: "lifted" | "rested" | "erased" | "none";
  /** Why it was suppressed; null if it was not. */
  readonly reason: SuppressionReason | null;
}

/** Let an address be mailed again, if it is on a list: no suppression, no rest after bounces. This puts nobody on a list. */
export async function liftAddress(
  ledger: Ledger,
  address: string,
  { suppressionKey }: { suppressionKey: string },
): Promise<Lifted> {
  const key = addressKey(address.trim(), suppressionKey);
  return ledger.db.transaction().execute(async (db): Promise<Lifted> => {
    const found = await findSuppression(db, key);
    if (found?.reason === "erased") return { result: "erased", reason: "erased" };
    // Otherwise the earlier bounces would count again at the next one.
    const rested = await forgetBounces(db, key, ledger.clock.now());
    if (found === undefined) return { result: rested ? "rested" : "none", reason: null };
    const lifted = await liftSuppression(db, key);
    return { result: lifted ? "lifted" : "erased", reason: found.reason };
  });
}
