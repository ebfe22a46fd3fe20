import { type Kysely, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { byIndex } from "#src/store/retention/by-index.ts";

/** Somebody who is on a list without having confirmed it. */
export interface Pending {
  readonly id: number;
  readonly address_key: string;
  /** Only a form entered them, long ago, and they have confirmed nothing since. SQLite has no truth values. */
  readonly isForgotten: boolean | number;
}

/**
 * Reads the next `limit` pending memberships of people with an id above `after`, by id. Only who was entered before
 * `before` is forgotten.
 */
export async function pendingPeople(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  { after, before, limit }: { readonly after: number; readonly before: number; readonly limit: number },
): Promise<Pending[]> {
  const { rows } = await sql<Pending>`select s.id, s.address_key, s.created_at < ${before}
      and not exists (select 1 from list_members m where m.subscriber_id = s.id
        and (m.state <> 'pending' or m.at >= ${before}))
      and not exists (select 1 from consents c where c.subscriber_id = s.id
        and c.act not in ('form_submitted', 'confirm_sent')) as "isForgotten"
    from (select subscriber_id from list_members ${byIndex({ dialect }, "list_members_pending")} where state = 'pending' and subscriber_id > ${after}
      order by subscriber_id limit ${limit}) p join subscribers s on s.id = p.subscriber_id
    order by s.id`.execute(db);
  return rows;
}

/** Reads the ids of the deliveries to a person's row. A test that somebody typed to the same address is not theirs. */
export async function deliveriesOfPerson(db: Kysely<Database>, subscriberId: number): Promise<number[]> {
  const rows = await db
    .selectFrom("deliveries")
    .select("id")
    .where("subscriber_id", "=", subscriberId)
    .execute();
  return rows.map(({ id }) => id);
}
