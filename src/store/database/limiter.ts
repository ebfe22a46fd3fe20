import type { Kysely, Selectable } from "kysely";
import { FIRST_PACE, type Observation, type Pace, learnPace, takeTurn as take } from "#src/model/pace.ts";
import type { Ledger } from "./ledger.ts";
import type { LimiterTable } from "./limiter-table.ts";
import type { Database } from "./schema.ts";

/** The right to make one request now: its time and its number, which tell later what the answer teaches. */
export interface Turn {
  readonly at: number;
  readonly turn: number;
  /** The latest time this ledger has seen, ms UTC: later than `at` where the clock was ahead before. */
  readonly highWater: number;
}

/**
 * Take the right to make one request now, or say when to ask again. All processes on one ledger take from one row.
 * Call it in the transaction that sets `first_post_at`.
 */
export async function takeTurn(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  team: string,
  now: number,
): Promise<Turn | { readonly wait: number }> {
  const row = await lockRow(db, dialect, team, now);
  const taken = take(paceOf(row), now);
  if ("wait" in taken) return taken;
  const highWater = Math.max(now, row.high_water_at);
  await savePace(db, team, taken.pace, { high_water_at: highWater });
  return { at: now, turn: taken.pace.turns, highWater };
}

/**
 * Returns when a team's next turn is due (ms UTC), predicted without taking the turn; `now` if it is due. `seen` holds
 * answers that the ledger has not learnt from yet.
 */
export async function nextTurnAt(
  db: Kysely<Database>,
  team: string,
  now: number,
  seen: readonly Observation[],
): Promise<number> {
  const row = await db.selectFrom("limiter").selectAll().where("team", "=", team).executeTakeFirst();
  const taken = row === undefined ? null : take(seen.reduce(learnPace, paceOf(row)), now);
  return taken !== null && "wait" in taken ? taken.wait : now;
}

/** Returns the latest time this ledger has seen for a team; `now` if the clock has only gone forward. */
export async function highWater(db: Kysely<Database>, team: string, now: number): Promise<number> {
  const row = await db
    .selectFrom("limiter")
    .select("high_water_at")
    .where("team", "=", team)
    .executeTakeFirst();
  return Math.max(now, row?.high_water_at ?? 0);
}

/** Learn from an answer: the limit, what is left of it, and how long Resend wants us to stay away. */
export async function learnLimits(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  team: string,
  seen: Observation,
): Promise<void> {
  await savePace(db, team, learnPace(paceOf(await lockRow(db, dialect, team, seen.postedAt)), seen));
}

/**
 * Begins with the rate that Resend says a team has, instead of the lowest rate it ever gave a team. Only before the first
 * request: afterwards the headers of Resend's answers know better. `rate` is in requests a second.
 */
export async function firstRate(
  db: Kysely<Database>,
  team: string,
  rate: number,
  now: number,
): Promise<void> {
  await firstRow(db, team, rate, now)
    .onConflict((conflict) => conflict.column("team").doUpdateSet({ rate }).where("limiter.turns", "=", 0))
    .execute();
}

/** Returns a team's rate as known so far, requests a second; null before its first turn. */
export async function knownRate(db: Kysely<Database>, team: string): Promise<number | null> {
  const row = await db
    .selectFrom("limiter")
    .select("rate")
    .where("team", "=", team)
    .where("turns", ">", 0)
    .executeTakeFirst();
  return row?.rate ?? null;
}

/** Reads and locks the team's row: two workers that read the same row would both believe it is their turn. */
async function lockRow(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  team: string,
  now: number,
): Promise<Selectable<LimiterTable>> {
  const query = db.selectFrom("limiter").selectAll().where("team", "=", team);
  const locked = dialect === "postgres" ? query.forUpdate() : query;
  const row = await locked.executeTakeFirst();
  if (row !== undefined) return row;
  await firstRow(db, team, FIRST_PACE.rate, now)
    .onConflict((conflict) => conflict.column("team").doNothing())
    .execute();
  return locked.executeTakeFirstOrThrow();
}

function firstRow(db: Kysely<Database>, team: string, rate: number, now: number) {
  return db.insertInto("limiter").values({ team, rate, next_at: 0, blocked_until: 0, high_water_at: now });
}

function paceOf(row: Selectable<LimiterTable>): Pace {
  return {
    rate: row.rate,
    nextAt: row.next_at,
    blockedUntil: row.blocked_until,
    windowFrom: row.window_from,
    windowAt: row.window_at,
    turns: row.turns,
    seenTurn: row.seen_turn,
    seenPostedAt: row.seen_posted_at,
    remaining: row.remaining,
    others: row.others / 1000,
    held: row.held / 1000,
    heldUntil: row.held_until,
  };
}

async function savePace(
  db: Kysely<Database>,
  team: string,
  pace: Pace,
  more: { readonly high_water_at?: number } = {},
): Promise<void> {
  await db
    .updateTable("limiter")
    .set({
      rate: pace.rate,
      next_at: pace.nextAt,
      blocked_until: pace.blockedUntil,
      window_from: pace.windowFrom,
      window_at: pace.windowAt,
      turns: pace.turns,
      seen_turn: pace.seenTurn,
      seen_posted_at: pace.seenPostedAt,
      remaining: pace.remaining,
      others: Math.round(pace.others * 1000),
      held: Math.round(pace.held * 1000),
      held_until: pace.heldUntil,
      ...more,
    })
    .where("team", "=", team)
    .execute();
}
