import { DAY_MS } from "#src/model/durations.ts";
import { takeCounted, sweepCounters } from "#src/store/database/counters.ts";
import { deletePerson, findDeliveriesTo, scrubDeliveries } from "#src/store/readers/erase.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { unconfirmedSince } from "#src/store/readers/unconfirmed.ts";

/** Long enough for a person who reads mail once a month. */
const KEEP_MS = 30 * DAY_MS;
/** A transaction of this size does not keep a batch waiting. */
const AT_ONCE = 200;

/**
 * Forget people who were entered by a form and did not confirm within 30 days: what a stranger typed must not be kept.
 * Works once a day however often it is called, in whichever process comes first. A person who came in another way, or was
 * ever on a list, stays. Returns how many were forgotten.
 */
export async function forgetUnconfirmed(ledger: Ledger): Promise<number> {
  const now = ledger.clock.now();
  const turn = { most: 1, windowMs: DAY_MS, now };
  if (!(await takeCounted(ledger.db, "sweep", turn))) return 0;
  await sweepCounters(ledger.db, "network:", now - DAY_MS);
  await sweepCounters(ledger.db, "form:", now - DAY_MS);
  await sweepCounters(ledger.db, "mailbox:", now - 12 * KEEP_MS);
  let forgotten = 0;
  for (;;) {
    const keys = await unconfirmedSince(ledger.db, now - KEEP_MS, AT_ONCE);
    for (const key of keys) {
      await ledger.db.transaction().execute(async (db) => {
        await scrubDeliveries(db, await findDeliveriesTo(db, key));
        await deletePerson(db, key);
      });
    }
    forgotten += keys.length;
    if (keys.length < AT_ONCE) return forgotten;
  }
}
