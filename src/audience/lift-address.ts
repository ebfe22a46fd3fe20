import { addressKey } from "#src/model/ids.ts";
import type { SuppressionReason } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { findSuppression, liftSuppression } from "#src/store/readers/suppressions.ts";

/** What became of a suppression somebody wanted back. `erased` ones stay: that person asked to be forgotten. */
export interface Lifted {
  readonly result: "lifted" | "erased" | "none";
  /** What it was suppressed for; null where it was not. */
  readonly reason: SuppressionReason | null;
}

/** Let an address be mailed again where it is on a list. Nobody is put on a list by it. */
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
