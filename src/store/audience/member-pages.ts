import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "#src/store/database/schema.ts";

/** Readers that one statement looks at, perhaps with a segment. A whole list at once would block everybody else for too long. */
const PAGE = 5_000;

/** Yields the members of a list in parts, each a condition over `list_members m` and `subscribers s`. The parts cover the whole list. */
export async function* memberPages(db: Kysely<Database>, list: string): AsyncGenerator<RawBuilder<boolean>> {
  for (let after = 0; ;) {
    const { rows } = await sql<{ last: number | null }>`select max(subscriber_id) as last
      from (select subscriber_id from list_members where list = ${list} and subscriber_id > ${after}
        order by subscriber_id limit ${PAGE}) page`.execute(db);
    const last = rows[0]?.last ?? null;
    if (last === null) return;
    // The condition names both tables: otherwise PostgreSQL would begin with the first subscriber for each part.
    yield sql<boolean>`m.subscriber_id > ${after} and m.subscriber_id <= ${last} and s.id > ${after} and s.id <= ${last}`;
    after = Number(last);
  }
}
