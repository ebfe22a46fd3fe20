import { type RawBuilder, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";

/**
 * Behind a table of a query: read it by this index. SQLite counts no rows and takes any other index whose first column is compared
 * with one value, be it null in half of the table; the query fails where the index cannot serve. PostgreSQL counts.
 */
export function byIndex({ dialect }: Pick<Ledger, "dialect">, index: string): RawBuilder<unknown> {
  return dialect === "sqlite" ? sql`indexed by ${sql.ref(index)}` : sql``;
}
