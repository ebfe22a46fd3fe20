import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import type { SendRow } from "#src/store/sends/sends.ts";

/** Reads what a ledger tells of its newsletter if no config was ever kept in it: its lists and its latest send. */
export async function tracesOfNewsletter(
  db: Kysely<Database>,
): Promise<{ readonly lists: readonly string[]; readonly send: SendRow | undefined }> {
  const lists = await db.selectFrom("list_members").select("list").distinct().orderBy("list").execute();
  const send = await db
    .selectFrom("sends")
    .selectAll()
    .where("kind", "=", "issue")
    .where("issue_id", "is not", null)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return { lists: lists.map(({ list }) => list), send };
}
