import type { Kysely } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/**
 * Active members of a list: the most readers a send to it can have. `most` ends the count there, so that the question
 * "more than so many?" costs the same for a list of any size.
 */
export async function countActive(
  db: Kysely<Database>,
  list: string,
  most = Number.MAX_SAFE_INTEGER,
): Promise<number> {
  const { n } = await db
    .selectFrom((eb) =>
      eb
        .selectFrom("list_members")
        .select("subscriber_id")
        .where("list", "=", list)
        .where("state", "=", "active")
        .limit(most)
        .as("members"),
    )
    .select((eb) => eb.fn.countAll<number>().as("n"))
    .executeTakeFirstOrThrow();
  return Number(n);
}
