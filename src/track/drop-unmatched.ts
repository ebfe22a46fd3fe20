import { addressKey, taggedDatabase } from "#src/model/ids.ts";
import { parseEvent } from "#src/resend/parse-event.ts";
import { EVENT_WAITS } from "#src/store/events/events.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { deleteEvents, unmatchedEvents, writeReduced } from "#src/store/retention/old-events.ts";
import { suppressNamed } from "./apply-event.ts";
import { isAccounts } from "./is-accounts.ts";
import type { MirrorKeys } from "./mirror-suppression.ts";
import { reduced } from "./reduce-events.ts";

/**
 * Takes one step, in one transaction, of deleting events that were received at `before` or earlier and belong to no delivery:
 * they are about mail that another program of the same Resend team has sent. Events with our tags stay, reduced, after they have
 * suppressed whom they must; so do events about Resend's own suppressions. Returns how many were dealt with; 0 if none is left.
 */
export async function dropUnmatched(ledger: Ledger, keys: MirrorKeys, before: number): Promise<number> {
  return ledger.db.transaction().execute(async (db) => {
    const scoped = { ...ledger, db };
    const rows = await unmatchedEvents(scoped, before);
    const parsed = rows.map((row) => ({
      row,
      event: parseEvent(row.payload, { id: row.provider_event_id, receivedAt: row.at }),
    }));
    const [ours, others] = [
      parsed.filter(({ event }) => event !== null && isKept(ledger.database, event)),
      parsed.filter(({ event }) => event === null || !isKept(ledger.database, event)),
    ];
    for (const { row, event } of ours) {
      if (row.state !== EVENT_WAITS || event?.address == null) continue;
      await suppressNamed(db, event, addressKey(event.address, keys.suppressionKey));
    }
    if (ours.length > 0)
      await writeReduced(
        scoped,
        ours.map(({ row }) => reduced(row, keys)),
        ledger.clock.now(),
      );
    await deleteEvents(
      db,
      others.map(({ row }) => row.id),
    );
    return rows.length;
  });
}

function isKept(database: string, event: NonNullable<ReturnType<typeof parseEvent>>): boolean {
  return taggedDatabase(event.batch) === database || isAccounts(event);
}
