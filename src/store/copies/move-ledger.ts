import { type Kysely, sql } from "kysely";
import { type TableCopy, copyLedger } from "./copy-ledger.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { movedTo, writeMeta } from "#src/store/database/meta.ts";
import type { Database } from "#src/store/database/schema.ts";

/**
 * Moves a ledger into an empty one, every row verified. The old ledger is marked first and the new one committed last: a
 * crash in between leaves a marked ledger and an empty one, and moving again is safe. The other way round two ledgers could
 * mail the same people. From then on the old ledger takes no write, not even from a process that has it open.
 */
export async function moveLedger(
  from: Ledger,
  to: Ledger,
  onTable?: (copy: TableCopy) => void,
): Promise<TableCopy[]> {
  return to.db.transaction().execute(async (target) =>
    // SQLite's transaction begins with the write lock: nothing changes while it is copied.
    from.db.transaction().execute(async (source) => {
      const copies = await copyLedger(
        { db: source, dialect: from.dialect },
        { db: target, dialect: to.dialect },
        onTable,
      );
      await seal(source, to.name);
      return copies;
    }),
  );
}

/** SQL triggers refuse what a running `serve` would still write: its unsubscribes would be lost, and its claims would be doubles. */
async function seal(db: Kysely<Database>, to: string): Promise<void> {
  if ((await movedTo(db)) !== null) return;
  await writeMeta(db, "moved", to);
  const { rows } = await sql<{ name: string }>`select name from sqlite_master
    where type = 'table' and name not like 'sqlite_%'`.execute(db);
  for (const { name } of rows) {
    for (const act of ["insert", "update", "delete"] as const) {
      await sql`create trigger ${sql.id(`moved_${name}_${act}`)} before ${sql.raw(act)} on ${sql.table(name)}
        begin select raise(abort, 'this ledger was moved and no longer accepts writes'); end`.execute(db);
    }
  }
}
