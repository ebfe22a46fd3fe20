import { sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import { countRatings } from "#src/store/sends/ratings.ts";
import { byIndex } from "./by-index.ts";
import { claimed } from "./claimed.ts";

/** Batches of one step, up to a thousand deliveries: some 5 ms of SQLite's writing connection. */
const BATCHES_AT_ONCE = 10;
const SENDS_AT_ONCE = 500;

/** Everything about such a send or batch is decided: nothing in it can be posted, or looked up, any more. */
const OVER = sql<boolean>`s.state in ('submitted', 'submitted_with_failures', 'canceled')`;
const SETTLED = sql<boolean>`b.state in ('submitted', 'refused', 'split', 'withdrawn')`;

/**
 * Takes one step of emptying the deliveries of sends that were over at `before`: address and merged values go, the row
 * stays with everything else, and answers become numbers. A batch whose fate is not known keeps both: its readers are
 * looked for by address in Resend's list. In one transaction. Returns how many batches or sends it has finished with; 0 if
 * nothing is left.
 */
export async function emptyDeliveries(ledger: Ledger, before: number): Promise<number> {
  const now = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    const { rows } = await sql<{ id: number }>`select b.id from sends s ${byIndex(ledger, "sends_whole")}
      cross join batches b ${byIndex(ledger, "batches_whole")}
      where b.send_id = s.id and b.emptied_at is null and ${SETTLED}
        and s.emptied_at is null and s.finished_at is not null and s.finished_at <= ${before} and ${OVER}
      order by s.finished_at, b.id limit ${BATCHES_AT_ONCE} ${claimed(ledger, "b")}`.execute(db);
    const ids = rows.map(({ id }) => id);
    if (ids.length === 0) return markEmptied({ ...ledger, db }, before, now);
    await db
      .updateTable("deliveries")
      .set({ address: "", slot_values: "{}" })
      .where("batch_id", "in", ids)
      .where("outcome", "not in", ["planned", "uncertain"])
      .execute();
    const rated = await sql<{ id: number }>`select d.id from deliveries d cross join ratings r
      where d.batch_id in (${sql.join(ids)}) and r.delivery_id = d.id`.execute(db);
    await countRatings(
      db,
      rated.rows.map(({ id }) => id),
    );
    await db.updateTable("batches").set({ emptied_at: now }).where("id", "in", ids).execute();
    return ids.length;
  });
}

/** Marks sends that need not be looked at again. Returns how many. */
async function markEmptied(
  ledger: Pick<Ledger, "db" | "dialect">,
  before: number,
  now: number,
): Promise<number> {
  const { numAffectedRows } = await sql`update sends set emptied_at = ${now} where id in (select s.id
    from sends s ${byIndex(ledger, "sends_whole")}
    where s.emptied_at is null and s.finished_at is not null and s.finished_at <= ${before} and ${OVER}
      and not exists (select 1 from batches b where b.send_id = s.id and b.emptied_at is null)
    order by s.finished_at limit ${SENDS_AT_ONCE})`.execute(ledger.db);
  return Number(numAffectedRows ?? 0n);
}
