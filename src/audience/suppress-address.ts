import { addressKey } from "#src/model/ids.ts";
import type { SuppressionReason } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { findSuppression, suppress } from "#src/store/readers/suppressions.ts";
import { expectAddress } from "./expect-address.ts";

export interface Suppressed {
  /** The address as it is stored. */
  readonly address: string;
  /** `already`: it was suppressed for this reason or a more serious one, which stays. */
  readonly result: "added" | "already";
  readonly reason: SuppressionReason;
}

/**
 * Never mail an address again, because a person says so. The address need not be a subscriber's. Throws `usage/invalid`
 * for an invalid address.
 */
export async function suppressAddress(
  ledger: Ledger,
  typed: string,
  { suppressionKey, source }: { suppressionKey: string; source: string },
): Promise<Suppressed> {
  const address = expectAddress(typed);
  const key = addressKey(address, suppressionKey);
  return ledger.db.transaction().execute(async (db) => {
    const now = ledger.clock.now();
    const added = await suppress(db, { addressKey: key, reason: "manual", at: now, source });
    const kept = await findSuppression(db, key);
    return { address, result: added ? "added" : "already", reason: kept?.reason ?? "manual" };
  });
}
