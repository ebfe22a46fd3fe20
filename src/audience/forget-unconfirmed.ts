import { sql } from "kysely";
import { takeCounted, sweepCounters } from "#src/store/counters.ts";
import { deletePerson, deliveriesTo, scrubDeliveries } from "#src/store/erase.ts";
import type { Ledger } from "#src/store/ledger.ts";

const DAY_MS = 24 * 3_600_000;
/** Long enough for whoever reads mail once a month. */
const KEEP_MS = 30 * DAY_MS;
/** A transaction of this many does not keep a batch waiting. */
const AT_ONCE = 200;

/**
 * Forget people whom a form entered and who did not confirm within 30 days: what a stranger typed is nothing to keep.
 * Looks once a day however often it is called, in whichever process comes first. Whoever came in another way, or was
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
    const { rows } = await sql<{ address_key: string }>`select s.address_key from subscribers s
      where s.created_at < ${now - KEEP_MS}
        and exists (select 1 from list_members m where m.subscriber_id = s.id and m.state = 'pending')
        and not exists (select 1 from list_members m where m.subscriber_id = s.id
          and (m.state <> 'pending' or m.at >= ${now - KEEP_MS}))
        and not exists (select 1 from consents c where c.subscriber_id = s.id
          and c.act not in ('form_submitted', 'confirm_sent'))
      limit ${AT_ONCE}`.execute(ledger.db);
    for (const { address_key: key } of rows) {
      await ledger.db.transaction().execute(async (db) => {
        const deliveries = await deliveriesTo(db, key);
        await scrubDeliveries(
          db,
          deliveries.map(({ id }) => id),
        );
        await deletePerson(db, key);
      });
    }
    forgotten += rows.length;
    if (rows.length < AT_ONCE) return forgotten;
  }
}
