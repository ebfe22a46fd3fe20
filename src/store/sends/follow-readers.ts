import { type Kysely, sql } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/**
 * Gives the planned recipients of a batch their present address, if it has changed since the plan. A reader who has got the
 * issue at that address is withdrawn. Only before a batch was ever posted, in the transaction that sets `first_post_at`: a
 * repeat must have the same bytes, and so goes to the address that the first POST named.
 */
export async function followReaders(db: Kysely<Database>, batchId: number): Promise<void> {
  // Every claim asks, and almost no newsletter has a batch in which a reader has moved.
  const any = await db.selectFrom("former_addresses").select("subscriber_id").limit(1).executeTakeFirst();
  if (any === undefined) return;
  const { rows } = await sql<{ id: number; issue: number; address: string; key: string }>`
    select d.id, d.issue_id as issue, s.address, s.address_key as key
    from deliveries d join subscribers s on s.id = d.subscriber_id
    where d.batch_id = ${batchId} and d.outcome = 'planned' and d.issue_id is not null
      and d.address_key <> s.address_key order by d.id`.execute(db);
  for (const { id, issue, address, key } of rows) {
    const got = await db
      .selectFrom("deliveries")
      .select("id")
      .where("issue_id", "=", issue)
      .where("address_key", "=", key)
      .where(sql<boolean>`not_received = 0`)
      .executeTakeFirst();
    const change =
      got === undefined
        ? { address, address_key: key }
        : { outcome: "withdrawn" as const, not_received: 1, reason: "received" };
    await db.updateTable("deliveries").set(change).where("id", "=", id).execute();
  }
}
