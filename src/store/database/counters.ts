import { type Kysely, sql } from "kysely";
import type { Database } from "./schema.ts";

/**
 * Takes one of `most` turns in a window of `windowMs`. The window begins with its first turn. False if all turns are taken.
 * A single statement does it, so that two requests at once cannot both take the last turn.
 */
export async function takeCounted(
  db: Kysely<Database>,
  name: string,
  { most, windowMs, now }: { most: number; windowMs: number; now: number },
): Promise<boolean> {
  const over = sql<boolean>`counters.at <= ${now - windowMs} or counters.at > ${now + windowMs}`;
  const { numAffectedRows } = await sql`insert into counters (name, count, at) values (${name}, 1, ${now})
    on conflict (name) do update set
      count = case when ${over} then 1 else counters.count + 1 end,
      at = case when ${over} then ${now} else counters.at end
    where ${over} or counters.count < ${most}`.execute(db);
  return numAffectedRows === 1n;
}

/**
 * Takes one of the `most` turns that a name will ever have, at least `apartMs` after the previous one. False if no turn is
 * free now. A previous turn more than `apartMs` ahead was taken by a clock that has since been set back: nobody waits until
 * that time comes.
 */
export async function takeSpaced(
  db: Kysely<Database>,
  name: string,
  { most, apartMs, now }: { most: number; apartMs: number; now: number },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into counters (name, count, at) values (${name}, 1, ${now})
    on conflict (name) do update set count = counters.count + 1, at = ${now}
    where counters.count < ${most}
      and (counters.at <= ${now - apartMs} or counters.at > ${now + apartMs})`.execute(db);
  return numAffectedRows === 1n;
}

/** Forget what was counted under a name. */
export async function dropCounter(db: Kysely<Database>, name: string): Promise<void> {
  await db.deleteFrom("counters").where("name", "=", name).execute();
}

/** Forget every count whose name starts with `prefix` and that began before `before`. */
export async function sweepCounters(db: Kysely<Database>, prefix: string, before: number): Promise<void> {
  await db
    .deleteFrom("counters")
    .where("name", ">=", prefix)
    .where("name", "<", `${prefix}\u{10FFFF}`)
    .where("at", "<", before)
    .execute();
}
