import { sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import { memberPages } from "./member-pages.ts";
import { attributeText } from "./segment-where.ts";

/** Active members of a list, and how many of them have nothing in each of these attributes. */
export async function attributeGaps(
  ledger: Ledger,
  list: string,
  attributes: readonly string[],
): Promise<{ subscribers: number; lacking: Record<string, number> }> {
  const columns = attributes.map((name, index) => {
    const value = attributeText(name, ledger.dialect);
    return sql`count(case when coalesce(cast(${value} as text), '') = '' then 1 end) as ${sql.ref(`lacking_${index}`)}`;
  });
  let subscribers = 0;
  const lacking = Object.fromEntries(attributes.map((name) => [name, 0]));
  for await (const page of memberPages(ledger.db, list)) {
    const { rows } = await sql<Record<string, number | string>>`
      select ${sql.join([sql`count(*) as subscribers`, ...columns])}
      from list_members m join subscribers s on s.id = m.subscriber_id
      where m.list = ${list} and m.state = 'active' and ${page}`.execute(ledger.db);
    const row = rows[0] ?? {};
    subscribers += Number(row["subscribers"] ?? 0);
    for (const [index, name] of attributes.entries())
      lacking[name] = (lacking[name] ?? 0) + Number(row[`lacking_${index}`] ?? 0);
  }
  return { subscribers, lacking };
}
