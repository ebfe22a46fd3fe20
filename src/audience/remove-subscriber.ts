import { addressKey } from "#src/model/ids.ts";
import { recordConsent } from "#src/store/readers/consents.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { leaveLists } from "#src/store/readers/memberships.ts";
import { findSubscriber } from "#src/store/readers/subscribers.ts";

/**
 * Take a reader off a list, or off `all` lists, because a person says so. The reader stays in the ledger as unsubscribed,
 * so that no import brings them back. `unknown`: no subscriber has that address.
 */
export async function removeSubscriber(
  ledger: Ledger,
  address: string,
  { list, suppressionKey, source }: { list: string; suppressionKey: string; source: string },
): Promise<{ readonly result: "removed" | "already" | "unknown"; readonly lists: readonly string[] }> {
  const key = addressKey(address.trim(), suppressionKey);
  const at = ledger.clock.now();
  return ledger.db.transaction().execute(async (trx) => {
    const person = await findSubscriber(trx, key);
    if (person === undefined) return { result: "unknown", lists: [] };
    const lists = await leaveLists(trx, person.id, list, at);
    for (const left of lists) {
      await recordConsent(trx, {
        subscriberId: person.id,
        addressKey: key,
        list: left,
        act: "removed",
        at,
        source,
        evidence: {},
      });
    }
    return { result: lists.length > 0 ? "removed" : "already", lists };
  });
}
