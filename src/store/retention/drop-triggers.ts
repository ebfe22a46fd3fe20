import { sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import { byIndex } from "./by-index.ts";
import { claimed } from "./claimed.ts";

const AT_ONCE = 50;

/**
 * Takes one step of deleting the mails of triggers that were over at `before`, with their batches, deliveries and events.
 * What they have led to stays: consents, suppressions, lists. In one transaction. Returns how many sends were deleted; 0 if
 * none is left.
 */
export async function dropTriggers(ledger: Ledger, before: number): Promise<number> {
  return ledger.db.transaction().execute(async (db) => {
    const { rows } = await sql<{ id: number }>`select s.id from sends s ${byIndex(ledger, "sends_triggers")}
      where s.kind = 'trigger' and s.finished_at <= ${before}
        and s.state in ('submitted', 'submitted_with_failures', 'canceled')
        and not exists (select 1 from batches b where b.send_id = s.id
          and b.state in ('pending', 'submitting', 'uncertain'))
      order by s.finished_at limit ${AT_ONCE} ${claimed(ledger, "s")}`.execute(db);
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return 0;
    const deliveries = db.selectFrom("deliveries").select("id").where("send_id", "in", ids);
    // An event that comes at this moment waits for the lock, fails, and comes again: it then finds no delivery.
    await (ledger.dialect === "postgres" ? deliveries.forUpdate() : deliveries).execute();
    // One by one: for many at once SQLite may read a whole table.
    for (const id of ids) {
      await db.deleteFrom("events").where("send_id", "=", id).execute();
      await db.deleteFrom("deliveries").where("send_id", "=", id).execute();
      await db.deleteFrom("batches").where("send_id", "=", id).execute();
      await db.deleteFrom("sends").where("id", "=", id).execute();
    }
    return ids.length;
  });
}
