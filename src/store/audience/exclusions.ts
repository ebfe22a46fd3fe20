import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** Whom a send left out, forgotten: it is about to be planned anew. */
export async function forgetExclusions(db: Kysely<Database>, sendId: number): Promise<void> {
  await db.deleteFrom("exclusions").where("send_id", "=", sendId).execute();
}
