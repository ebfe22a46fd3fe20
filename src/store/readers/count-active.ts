import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** Active members of a list: the most readers a send to it can have. */
export async function countActive(db: Kysely<Database>, list: string): Promise<number> {
  const { n } = await db
    .selectFrom("list_members")
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .where("list", "=", list)
    .where("state", "=", "active")
    .executeTakeFirstOrThrow();
  return Number(n);
}
