import {
  compactLedger,
  eventsAbout,
  replacePayload,
  scrubDeliveries,
  waitingDeliveries,
} from "#src/store/erase.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { scrubEvent } from "./scrub-event.ts";

/**
 * Scrub erased people from batches that have settled since. To be called whenever batches settle; where nobody waits
 * it is one look at an index. Returns how many deliveries were scrubbed.
 */
export async function scrubErased(ledger: Ledger): Promise<number> {
  const waiting = await waitingDeliveries(ledger.db);
  if (waiting.length === 0) return 0;
  const scrubbed = await ledger.db.transaction().execute(async (trx) => {
    for (const { id, payload } of await eventsAbout(trx, waiting, [])) {
      await replacePayload(trx, id, scrubEvent(payload, []));
    }
    await scrubDeliveries(trx, waiting);
    return waiting.length - (await waitingDeliveries(trx)).length;
  });
  if (scrubbed > 0) await compactLedger(ledger);
  return scrubbed;
}
