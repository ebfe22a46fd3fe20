import { addressKey } from "#src/model/ids.ts";
import type { SuppressionReason } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { findSuppression, liftSuppression } from "#src/store/readers/suppressions.ts";

/** The outcome of lifting a suppression. An `erased` one stays: that person asked to be forgotten. */
interface Lifted {
  readonly result: "lifted" | "erased" | "none";
  /** Why it was suppressed; null if it was not. */
  readonly reason: SuppressionReason | null;
}

/** Let an address be mailed again, if it is on a list. This puts nobody on a list. */
export async function liftAddress(
  ledger: Ledger,
  address: string,
  { suppressionKey }: { suppressionKey: string },
): Promise<Lifted> {
  const key = addressKey(address.trim(), suppressionKey);
  return ledger.db.transaction().execute(async (db): Promise<Lifted> => {
    const found = await findSuppression(db, key);
    if (found === undefined) return { result: "none", reason: null };
    const lifted = await liftSuppression(db, key);
    return { result: lifted ? "lifted" : "erased", reason: found.reason };
  });
}
