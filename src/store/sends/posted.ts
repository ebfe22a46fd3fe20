import { type Kysely, sql } from "kysely";
import type { Outcome } from "#src/model/states.ts";
import type { Database } from "#src/store/database/schema.ts";

/** Counts how often batches of a send were posted, and how many of those posts were repeats. */
export async function countPosts(
  db: Kysely<Database>,
  sendId: number,
): Promise<{ readonly posts: number; readonly repeated: number }> {
  const { rows } = await sql<{ posts: number | null; repeated: number | null }>`select
      sum(attempts) as posts, sum(case when attempts > 1 then attempts - 1 else 0 end) as repeated
    from batches where send_id = ${sendId}`.execute(db);
  return { posts: Number(rows[0]?.posts ?? 0), repeated: Number(rows[0]?.repeated ?? 0) };
}

/** Reads the outcome that the ledger has for each address of a send. */
export async function outcomesByAddress(
  db: Kysely<Database>,
  sendId: number,
): Promise<readonly { readonly address: string; readonly outcome: Outcome }[]> {
  return db.selectFrom("deliveries").select(["address", "outcome"]).where("send_id", "=", sendId).execute();
}
