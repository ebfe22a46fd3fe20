import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";
import { IN_DOUBT } from "#src/store/sends/reconcile.ts";
import { LIVE } from "#src/store/sends/sends.ts";

/** What a ledger looks like from outside, for a monitor: sends that are over and not in doubt are left out, they do not change. */
export async function measure(db: Kysely<Database>) {
  const live = db
    .selectFrom("sends")
    .select("id")
    .where((eb) => eb.or([eb("state", "in", LIVE), sql<boolean>`id in (${IN_DOUBT})`]))
    .where("kind", "=", "issue");
  const sends = await db
    .selectFrom("sends")
    .select(["state", "reason", (eb) => eb.fn.countAll<number>().as("n")])
    .where("id", "in", live)
    .groupBy(["state", "reason"])
    .execute();
  const batches = await db
    .selectFrom("batches")
    .select(["state", (eb) => eb.fn.countAll<number>().as("n")])
    .where("send_id", "in", live)
    .groupBy("state")
    .execute();
  const emails = await db
    .selectFrom("deliveries")
    .select(["outcome", (eb) => eb.fn.countAll<number>().as("n")])
    .where("send_id", "in", live)
    .groupBy("outcome")
    .execute();
  const limiter = await db.selectFrom("limiter").select(["team", "rate", "blocked_until"]).execute();
  return { sends, batches, emails, limiter };
}
