import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** Where a sealed ledger went; null for one that is in use. */
export async function movedTo(db: Kysely<Database>): Promise<string | null> {
  const row = await db.selectFrom("meta").select("value").where("name", "=", "moved").executeTakeFirst();
  return row?.value ?? null;
}
