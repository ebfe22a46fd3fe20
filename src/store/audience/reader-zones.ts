import { sql } from "kysely";
import type { Segment } from "#src/model/segment.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { segmentWhere } from "./segment-where.ts";

/** Returns the time zones of a list's active members, or of a segment of them; null stands for readers who named none. */
export async function readerZones(
  { db, dialect, clock }: Pick<Ledger, "db" | "dialect" | "clock">,
  list: string,
  segment: Segment | null,
): Promise<(string | null)[]> {
  const where = segment === null ? sql`1 = 1` : segmentWhere(segment, dialect, clock.now());
  const { rows } = await sql<{ timezone: string | null }>`select distinct s.timezone
    from list_members m join subscribers s on s.id = m.subscriber_id
    where m.list = ${list} and m.state = 'active' and ${where}`.execute(db);
  return rows.map(({ timezone }) => timezone);
}
