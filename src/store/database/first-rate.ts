import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/**
 * Begin with the rate Resend says a team has, instead of the lowest it ever gave one. Only before the first request:
 * afterwards the headers of its answers know better. `rate` is in requests a second.
 */
export async function firstRate(
  db: Kysely<Database>,
  team: string,
  rate: number,
  now: number,
): Promise<void> {
  await db
    .insertInto("limiter")
    .values({ team, rate, next_at: 0, blocked_until: 0, high_water_at: now })
    .onConflict((conflict) => conflict.column("team").doUpdateSet({ rate }).where("limiter.turns", "=", 0))
    .execute();
}

/** The rate that answers have taught, requests a second; null where none has been seen. */
export async function knownRate(db: Kysely<Database>, team: string): Promise<number | null> {
  const row = await db
    .selectFrom("limiter")
    .select("rate")
    .where("team", "=", team)
    .where("turns", ">", 0)
    .executeTakeFirst();
  return row?.rate ?? null;
}
