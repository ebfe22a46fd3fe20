import { setImmediate as nextTurn } from "node:timers/promises";
import { sql } from "kysely";
import { contains } from "#src/store/database/contains.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** Subscribers that one statement looks through. */
const PAGE = 20_000;

interface FoundPerson {
  readonly address: string;
  /** Their attributes as JSON. */
  readonly attributes: string;
}

/** Finds the first subscribers whose address contains `text`, in the order they came. A page at a time: the match may be the millionth. */
export async function findPeople(
  { db }: Pick<Ledger, "db">,
  text: string,
  limit: number,
): Promise<FoundPerson[]> {
  const found: FoundPerson[] = [];
  for (let after = 0; found.length < limit;) {
    const page = sql`select id, address, attributes from subscribers where id > ${after} order by id limit ${PAGE}`;
    const { rows } = await sql<FoundPerson>`select address, attributes from (${page}) page
      where ${contains(sql`address`, text)} order by id limit ${limit - found.length}`.execute(db);
    found.push(...rows);
    const { rows: ends } = await sql<{
      last: number | null;
    }>`select max(id) as last from (${page}) page`.execute(db);
    const last = ends[0]?.last ?? null;
    if (last === null) break;
    after = Number(last);
    await nextTurn();
  }
  return found;
}
