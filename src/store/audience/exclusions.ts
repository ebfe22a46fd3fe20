import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** Forget whom a send left out: it is about to be planned again. */
export async function forgetExclusions(db: Kysely<Database>, sendId: number): Promise<void> {
  await db.deleteFrom("exclusions").where("send_id", "=", sendId).execute();
}
