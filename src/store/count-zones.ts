import { sql } from "kysely";
import type { Segment } from "#src/model/segment.ts";
import type { Ledger } from "./ledger.ts";
import { segmentWhere } from "./segment-where.ts";

/** Active members of a list, or of a part of it, by time zone; null for those who named none. The largest come first. */
export async function countZones(
  { db, dialect, clock }: Pick<Ledger, "db" | "dialect" | "clock">,
  list: string,
  segment: Segment | null,
): Promise<{ zone: string | null; subscribers: number }[]> {
  const where = segment === null ? sql`1 = 1` : segmentWhere(segment, dialect, clock.now());
  const { rows } = await sql<{ zone: string | null; subscribers: number }>`
    select s.timezone as zone, count(*) as subscribers
    from list_members m join subscribers s on s.id = m.subscriber_id
    where m.list = ${list} and m.state = 'active' and ${where}
    group by s.timezone order by count(*) desc, s.timezone`.execute(db);
  return rows.map(({ zone, subscribers }) => ({ zone, subscribers: Number(subscribers) }));
}
