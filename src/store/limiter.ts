import type { Kysely } from "kysely";
import type { Ledger } from "./ledger.ts";
import type { Database } from "./schema.ts";

/** Requests per second until Resend's headers say otherwise: the lowest limit it ever gave a team. */
const FIRST_RATE = 2;
/** Evenly spaced at exactly the limit, a little jitter would put one request too many into a window. */
const MARGIN = 1.02;
/** A time further ahead than this can only come from a clock that was set back since; waiting for it would stall a send. */
const LONGEST_WAIT = 3_600_000;

/**
 * Take the right to make one request now, or say when to ask again. Requests leave evenly spaced: Resend counts in
 * fixed one-second windows that begin when it likes, so two bursts of ours could fall into one of its windows.
 * Call it in the transaction that sets `first_post_at`.
 */
export async function takeTurn(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  team: string,
  now: number,
): Promise<{ at: number } | { wait: number }> {
  await db
    .insertInto("limiter")
    .values({ team, rate: FIRST_RATE, next_at: 0, blocked_until: 0, high_water_at: now })
    .onConflict((conflict) => conflict.column("team").doNothing())
    .execute();
  const query = db.selectFrom("limiter").selectAll().where("team", "=", team);
  // Two workers that read the same row would both believe it is their turn.
  const row = await (dialect === "postgres" ? query.forUpdate() : query).executeTakeFirstOrThrow();
  const next = Math.max(row.next_at, row.blocked_until);
  if (next > now && next - now < LONGEST_WAIT) return { wait: next };
  await db
    .updateTable("limiter")
    .set({
      next_at: now + Math.ceil((1000 / row.rate) * MARGIN),
      high_water_at: Math.max(now, row.high_water_at),
    })
    .where("team", "=", team)
    .execute();
  return { at: now };
}

/** The latest time this ledger has seen for a team; `now` where the clock only went forward. */
export async function highWater(db: Kysely<Database>, team: string, now: number): Promise<number> {
  const row = await db
    .selectFrom("limiter")
    .select("high_water_at")
    .where("team", "=", team)
    .executeTakeFirst();
  return Math.max(now, row?.high_water_at ?? 0);
}

/** Learn from an answer: the limit Resend names, and how long it wants us to stay away. */
export async function learnLimits(
  db: Kysely<Database>,
  team: string,
  learnt: { rate: number | null; blockedUntil: number | null },
): Promise<void> {
  if (learnt.rate !== null && learnt.rate > 0) {
    await db
      .updateTable("limiter")
      .set({ rate: learnt.rate })
      .where("team", "=", team)
      .where("rate", "!=", learnt.rate)
      .execute();
  }
  if (learnt.blockedUntil !== null) {
    await db
      .updateTable("limiter")
      .set({ blocked_until: learnt.blockedUntil })
      .where("team", "=", team)
      .where("blocked_until", "<", learnt.blockedUntil)
      .execute();
  }
}
