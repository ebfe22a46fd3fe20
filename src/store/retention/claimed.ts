import { type RawBuilder, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";

/**
 * Returns the end of a `select` whose rows of table `alias` no other process takes meanwhile. On SQLite one transaction
 * writes at a time.
 */
export function claimed({ dialect }: Pick<Ledger, "dialect">, alias: string): RawBuilder<unknown> {
  return dialect === "postgres" ? sql`for update of ${sql.ref(alias)} skip locked` : sql``;
}
