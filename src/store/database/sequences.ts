import { sql } from "kysely";
import type { Ledger } from "./ledger.ts";

/** Tables whose ids the database counts up. */
export const NUMBERED = [
  "subscribers",
  "consents",
  "issues",
  "sends",
  "batches",
  "deliveries",
  "events",
  "trigger_queue",
  "address_changes",
] as const;

/** The highest id a table has ever given, which may be above the highest it still has. */
export async function readSequence(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  table: string,
): Promise<number> {
  const { rows } =
    dialect === "sqlite"
      ? await sql<{ n: number }>`select seq as n from sqlite_sequence where name = ${table}`.execute(db)
      : await sql<{ n: number }>`select case when is_called then last_value else 0 end as n
          from ${sql.id(`${table}_id_seq`)}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** Give ids above `last` from now on. An id is part of keys and tags, so none may ever be given twice. */
export async function writeSequence(
  { db, dialect }: Pick<Ledger, "db" | "dialect">,
  table: string,
  last: number,
): Promise<void> {
  if (dialect === "postgres") {
    const sequence = `${table}_id_seq`;
    await sql`select setval(${sequence}::regclass, ${Math.max(last, 1)}, ${last > 0})`.execute(db);
    return;
  }
  await sql`delete from sqlite_sequence where name = ${table}`.execute(db);
  await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(db);
}
