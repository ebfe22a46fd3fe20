import BetterSqlite from "better-sqlite3";
import { LetterpressError } from "#src/model/errors.ts";
import { ownFile } from "#src/store/guard/own-files.ts";

/**
 * How much log commits leave before one of them puts it back into the file, pages of 4 kB. At SQLite's default of 1,000 an
 * import would do that, and wait for the disk, at every commit. `LargeLog` takes over if there is much more.
 */
export const AUTO_CHECKPOINT = 4_000;

/**
 * Opens SQLite as the ledger needs it. `synchronous=FULL`: a claim that a power cut forgets would be posted again under
 * another key. `secure_delete`: an erased address must not survive in free pages. The settings are read back, so that a
 * build that ignores one is refused.
 *
 * While another connection holds the lock, a statement on this one stops its whole thread for up to `busyMs`;
 * `SqliteLedgerDriver` stops no thread. Throws `ledger/damaged`, and SQLite's own errors.
 */
export function openSqlite(path: string, busyMs = 15_000): BetterSqlite.Database {
  // SQLite would create the file as the umask allows, readable for everybody on the machine.
  if (path !== ":memory:") ownFile(path);
  const database = new BetterSqlite(path, { timeout: busyMs });
  try {
    settle(database, [
      ["journal_mode", database.memory ? "memory" : "wal"],
      ["synchronous", 2],
      ["foreign_keys", 1],
      ["busy_timeout", busyMs],
      ["secure_delete", 1],
      ["wal_autocheckpoint", AUTO_CHECKPOINT],
    ]);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** A second connection to an open ledger that can only read, and answers as of the last commit whatever is being written. */
export function openSqliteReader(path: string): BetterSqlite.Database {
  return new BetterSqlite(path, { timeout: 0, readonly: true, fileMustExist: true });
}

function settle(
  database: BetterSqlite.Database,
  wanted: readonly (readonly [name: string, value: string | number])[],
): void {
  for (const [name, value] of wanted) {
    database.pragma(`${name} = ${value}`);
    const got = database.pragma(name, { simple: true });
    if (got === value) continue;
    throw new LetterpressError(
      "ledger/damaged",
      `SQLite left ${name} at ${String(got)}, but the ledger needs ${value}.`,
    );
  }
}
