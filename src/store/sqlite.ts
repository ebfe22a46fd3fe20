import BetterSqlite from "better-sqlite3";
import { CompiledQuery, type DatabaseConnection, type Driver, SqliteDialect, SqliteDriver } from "kysely";
import { LetterpressError } from "#src/model/errors.ts";
import { cacheStatements } from "./statement-cache.ts";

/**
 * SQLite as the ledger needs it. `synchronous=FULL`: a claim that a power cut forgets would be posted again under
 * another key. `secure_delete`: an erased address must not survive in free pages.
 */
export function sqliteDialect(path: string): SqliteDialect {
  return new ImmediateSqliteDialect({ database: async () => cacheStatements(openSqlite(path)) });
}

/** A plain connection with the ledger's settings, read back so that a build that ignores one is refused. */
export function openSqlite(path: string): BetterSqlite.Database {
  const database = new BetterSqlite(path, { timeout: 15_000 });
  const wanted = [
    ["journal_mode", "wal"],
    ["synchronous", 2],
    ["foreign_keys", 1],
    ["busy_timeout", 15_000],
    ["secure_delete", 1],
  ] as const;
  for (const [name, value] of wanted) {
    database.pragma(`${name} = ${value}`);
    const got = database.pragma(name, { simple: true });
    if (got !== value && !(path === ":memory:" && name === "journal_mode")) {
      database.close();
      throw new LetterpressError(
        "ledger/damaged",
        `SQLite keeps ${name} at ${String(got)} where ${value} is needed.`,
      );
    }
  }
  return database;
}

/**
 * A deferred transaction that reads first and writes later fails at once when another process wrote in between,
 * whatever the busy timeout; taking the write lock at the start waits instead.
 */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: ConstructorParameters<typeof SqliteDialect>[0];

  constructor(config: ConstructorParameters<typeof SqliteDialect>[0]) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#config);
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }

  /** On a full disk SQLite has rolled back by itself, and its complaint about a second time would hide the reason. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    try {
      await super.rollbackTransaction(connection);
    } catch (error) {
      if (!(error instanceof Error && /no transaction is active/.test(error.message))) throw error;
    }
  }
}
