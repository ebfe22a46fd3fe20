import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Database } from "#src/store/database/schema.ts";
import { memberPages } from "./member-pages.ts";

interface Member {
  readonly address: string;
  readonly timezone: string | null;
  /** JSON. */
  readonly attributes: string;
}

/** Reads the active members of a list in a segment who are not suppressed, page by page. Writes nothing. */
export async function* readMembers(
  db: Kysely<Database>,
  list: string,
  segment: RawBuilder<boolean> | null,
): AsyncGenerator<readonly Member[]> {
  for await (const page of memberPages(db, list)) {
    const { rows } = await sql<Member>`select s.address, s.timezone, s.attributes
      from list_members m join subscribers s on s.id = m.subscriber_id
      where m.list = ${list} and m.state = 'active' and ${page} and ${segment ?? sql`1 = 1`}
        and not exists (select 1 from suppressions x where x.address_key = s.address_key)
      order by s.id`.execute(db);
    yield rows;
  }
}
