import {
  type DatabaseIntrospector,
  type Dialect,
  type Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { SqliteLedgerDriver, type SqliteOptions } from "./sqlite-driver.ts";

/** Kysely on a SQLite file whose locks never stop the event loop. */
export function sqliteDialect(options: SqliteOptions): Dialect {
  return {
    createDriver: () => new SqliteLedgerDriver(options),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new LedgerAdapter(),
    createIntrospector: (db: Kysely<unknown>): DatabaseIntrospector => new SqliteIntrospector(db),
  };
}

class LedgerAdapter extends SqliteAdapter {
  /** The driver itself queues writers; Kysely would queue readers as well. */
  override get supportsMultipleConnections(): boolean {
    return true;
  }

  /** A migration that dies halfway leaves nothing behind. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
