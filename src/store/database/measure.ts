import { type Kysely, sql } from "kysely";
import type { BatchState, Outcome } from "#src/model/states.ts";
import { countDeliveries } from "#src/store/sends/count-deliveries.ts";
import type { Database } from "./schema.ts";
import { IN_DOUBT } from "#src/store/sends/reconcile.ts";
import { LIVE } from "#src/store/sends/sends.ts";

/**
 * Measures a ledger for a monitor. Sends that are over and not in doubt are left out, because they no longer change.
 * Batches are counted for each send, so that a state may occur several times.
 */
export async function measure(db: Kysely<Database>) {
  const live = db
    .selectFrom("sends")
    .select("id")
    .where((eb) => eb.or([eb("state", "in", LIVE), sql<boolean>`id in (${IN_DOUBT})`]))
    .where("kind", "=", "issue")
    .where("issue_id", "is not", null);
  const planned = live.where("planner", "is", null);
  const sends = await db
    .selectFrom("sends")
    .select(["state", "reason", (eb) => eb.fn.countAll<number>().as("n")])
    .where("id", "in", live)
    .groupBy(["state", "reason"])
    .execute();
  // Send by send: a query over all of them may make SQLite read a whole table.
  const batches: { state: BatchState; n: number }[] = [];
  const outcomes = new Map<Outcome, number>();
  for (const { id } of await planned.execute()) {
    batches.push(...(await countBatches(db, id)));
    for (const { outcome, n } of await countDeliveries(db, id))
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + n);
  }
  const emails = [...outcomes].map(([outcome, n]) => ({ outcome, n }));
  const limiter = await db.selectFrom("limiter").select(["team", "rate", "blocked_until"]).execute();
  return { sends, batches, emails, limiter };
}

async function countBatches(db: Kysely<Database>, sendId: number) {
  return db
    .selectFrom("batches")
    .select(["state", (eb) => eb.fn.countAll<number>().as("n")])
    .where("send_id", "=", sendId)
    .groupBy("state")
    .execute();
}
