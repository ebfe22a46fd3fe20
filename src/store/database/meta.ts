import type { Kysely } from "kysely";
import type { Database } from "./schema.ts";

/** A fact about the ledger itself; null where it has none of that name. */
export async function readMeta(db: Kysely<Database>, name: string): Promise<string | null> {
  const row = await db.selectFrom("meta").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value ?? null;
}

export async function writeMeta(db: Kysely<Database>, name: string, value: string): Promise<void> {
  await db
    .insertInto("meta")
    .values({ name, value })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ value }))
    .execute();
}

export async function dropMeta(db: Kysely<Database>, name: string): Promise<void> {
  await db.deleteFrom("meta").where("name", "=", name).execute();
}

/** Returns where a sealed ledger was moved to; null for a ledger that is in use. */
export async function movedTo(db: Kysely<Database>): Promise<string | null> {
  return readMeta(db, "moved");
}
