import { type Kysely, sql } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** Address keys of at most `limit` people whom only a form entered, before `before`, and who have confirmed nothing since. */
export async function unconfirmedSince(
  db: Kysely<Database>,
  before: number,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ address_key: string }>`select s.address_key from subscribers s
    where s.created_at < ${before}
      and exists (select 1 from list_members m where m.subscriber_id = s.id and m.state = 'pending')
      and not exists (select 1 from list_members m where m.subscriber_id = s.id
        and (m.state <> 'pending' or m.at >= ${before}))
      and not exists (select 1 from consents c where c.subscriber_id = s.id
        and c.act not in ('form_submitted', 'confirm_sent'))
    limit ${limit}`.execute(db);
  return rows.map(({ address_key: key }) => key);
}
