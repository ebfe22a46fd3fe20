import type { Kysely, Selectable } from "kysely";
import { DAY_MS } from "#src/model/durations.ts";
import type { CompositionsTable, Database } from "#src/store/database/schema.ts";

export type CompositionRow = Selectable<CompositionsTable>;

/** How long an unused composition is kept. One that every tick asks for was used within a day. */
const UNUSED_MS = 30 * DAY_MS;

/** Finds the composition made of these inputs and notes that it was used; undefined if there is none. */
export async function findComposition(
  db: Kysely<Database>,
  inputs: string,
  now: number,
): Promise<CompositionRow | undefined> {
  const row = await db.selectFrom("compositions").selectAll().where("inputs", "=", inputs).executeTakeFirst();
  if (row !== undefined && row.used_at < now - DAY_MS)
    await db.updateTable("compositions").set({ used_at: now }).where("inputs", "=", inputs).execute();
  return row;
}

/** Keep a composition, and forget those that nobody has asked for in a month. */
export async function saveComposition(db: Kysely<Database>, row: CompositionRow): Promise<void> {
  await db
    .insertInto("compositions")
    .values(row)
    .onConflict((conflict) => conflict.column("inputs").doUpdateSet(row))
    .execute();
  await db
    .deleteFrom("compositions")
    .where("used_at", "<", row.used_at - UNUSED_MS)
    .execute();
}
