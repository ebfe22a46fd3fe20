import { type Kysely, sql } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import { memberPages } from "./member-pages.ts";

/** Readers of a list who may be mailed now, by the time zone they gave; null for those who gave none. */
export async function readersByZone(
  db: Kysely<Database>,
  list: string,
  now: number,
): Promise<{ timezone: string | null; readers: number }[]> {
  const zones = new Map<string | null, number>();
  for await (const page of memberPages(db, list)) {
    const { rows } = await sql<{ timezone: string | null; n: number }>`select s.timezone, count(*) as n
      from list_members m join subscribers s on s.id = m.subscriber_id
      where m.list = ${list} and m.state = 'active' and ${page} and coalesce(s.paused_until, 0) <= ${now}
        and coalesce(s.rests_until, 0) <= ${now}
        and not exists (select 1 from suppressions x where x.address_key = s.address_key)
      group by s.timezone`.execute(db);
    for (const { timezone, n } of rows) zones.set(timezone, (zones.get(timezone) ?? 0) + Number(n));
  }
  return [...zones].map(([timezone, readers]) => ({ timezone, readers }));
}
