import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";
import { LIVE } from "#src/store/sends/sends.ts";

/** What a ledger looks like from outside, for a monitor: sends that are over are left out, they do not change. */
export async function measure(db: Kysely<Database>) {
  const live = db.selectFrom("sends").select("id").where("state", "in", LIVE).where("kind", "=", "issue");
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
