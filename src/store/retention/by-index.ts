import { type RawBuilder, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";

/**
 * Returns what follows a table in a query, so that SQLite reads the table by this index. SQLite counts no rows and would
 * take any other index whose first column is compared with one value, even one that is null in half of the table. The query
 * fails if the index cannot serve. PostgreSQL counts its rows.
 */
export function byIndex({ dialect }: Pick<Ledger, "dialect">, index: string): RawBuilder<unknown> {
  return dialect === "sqlite" ? sql`indexed by ${sql.ref(index)}` : sql``;
}
