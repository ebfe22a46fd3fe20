import { type RawBuilder, sql } from "kysely";

/**
 * Whether a text contains `part`, in capitals or small letters. `_`, `%` and `\` are signs like any other: as a pattern, `first_last`
 * would find `first-last`. SQLite folds only A to Z.
 */
export function contains(text: RawBuilder<unknown>, part: string): RawBuilder<boolean> {
  const pattern = `%${part.toLowerCase().replace(/[\\%_]/g, "\\$&")}%`;
  return sql<boolean>`lower(${text}) like ${pattern} escape '\\'`;
}
