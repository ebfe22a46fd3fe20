import { type Kysely, sql } from "kysely";
import { LetterpressError } from "#src/model/errors.ts";
import type { Ledger } from "./ledger.ts";
import { migrations } from "#src/store/migrations/migrations.ts";
import type { Database } from "./schema.ts";

/**
 * Throws `ledger/newer` where the ledger has a migration that this code does not know. Called when a ledger is opened, and
 * at the start of every transaction that claims or plans: somebody may upgrade the ledger while an older process runs, and
 * that process would go on by rules that no longer hold.
 */
export async function refuseNewer({ db, dialect }: Pick<Ledger, "db" | "dialect">): Promise<void> {
  // A migration's lock conflicts with this one: no migration can happen between this check and the end of our
  // transaction.
  if (dialect === "postgres" && db.isTransaction)
    await sql`lock table batches in row exclusive mode`.execute(db);
  const newer = await unknownMigrations(db, dialect);
  if (newer.length === 0) return;
  throw new LetterpressError(
    "ledger/newer",
    `A newer version of Letterpress has upgraded this ledger (${newer.join(", ")}).`,
  );
}

async function unknownMigrations(db: Kysely<Database>, dialect: Ledger["dialect"]): Promise<string[]> {
  const known = new Set(Object.keys(migrations(dialect)));
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.flatMap(({ name }) => (known.has(name) ? [] : [name]));
}
