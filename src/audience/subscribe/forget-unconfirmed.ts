import { setImmediate as nextTurn } from "node:timers/promises";
import { DAY_MS } from "#src/model/durations.ts";
import { takeCounted, sweepCounters } from "#src/store/database/counters.ts";
import { sweepAddressChanges } from "#src/store/readers/address-changes.ts";
import { deletePerson, scrubDeliveries } from "#src/store/readers/erase.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { deliveriesOfPerson, pendingPeople } from "#src/store/readers/unconfirmed.ts";

/** Long enough for a person who reads mail once a month. */
const KEEP_MS = 30 * DAY_MS;
/** Memberships that one statement looks at: an import may have left a million of them, and most belong to people to be kept. */
const AT_ONCE = 1000;

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
  await sweepCounters(ledger.db, "address:", now - DAY_MS);
  await sweepAddressChanges(ledger.db, now - KEEP_MS);
  let forgotten = 0;
  let after = 0;
  for (;;) {
    const people = await pendingPeople(ledger, { after, before: now - KEEP_MS, limit: AT_ONCE });
    const unconfirmed = new Map(
      people.map(({ id, isForgotten, ...person }) => [id, isForgotten ? person : null]),
    );
    for (const [id, person] of unconfirmed) {
      if (person === null) continue;
      await ledger.db.transaction().execute(async (db) => {
        await scrubDeliveries(db, await deliveriesOfPerson(db, id));
        await deletePerson(db, person.address_key);
      });
      forgotten += 1;
    }
    const last = people.at(-1);
    // SQLite answers at once: without a pause nothing else would run before the last page.
    await nextTurn();
    if (last === undefined) return forgotten;
    after = last.id;
  }
}
