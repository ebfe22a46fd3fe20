import { wantCompacted } from "#src/store/readers/compact-ledger.ts";
import { eventsOf, scrubDeliveries, waitingErasures } from "#src/store/readers/erase.ts";
import { replacePayload } from "#src/store/events/events.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { compactApart } from "./compact-apart.ts";
import { scrubEvent } from "./scrub-event.ts";

/**
 * Scrub erased people from batches that have settled since, and rewrite the file if that is still pending. Call this
 * whenever batches settle; if no erasure is waiting it costs one index lookup. Returns how many deliveries were
 * scrubbed.
 */
export async function scrubErased(ledger: Ledger): Promise<number> {
  const now = ledger.clock.now();
  const waiting = await waitingErasures(ledger.db, now);
  let scrubbed = 0;
  if (waiting.deliveries.length > 0) {
    scrubbed = await ledger.db.transaction().execute(async (trx) => {
      for (const { id, payload } of await eventsOf(trx, waiting.deliveries)) {
        await replacePayload(trx, id, scrubEvent(payload, []));
      }
      await scrubDeliveries(trx, waiting.deliveries);
      const left = await waitingErasures(trx, now);
      const done = waiting.deliveries.length - left.deliveries.length;
      if (done > 0) await wantCompacted(trx);
      return done;
    });
  }
  if (scrubbed > 0 || waiting.file) await compactApart(ledger);
  return scrubbed;
}
