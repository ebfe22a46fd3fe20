import type { SqliteDatabase, SqliteStatement } from "kysely";

/** More statements than any command uses; the least recently used one goes first. */
const KEPT = 200;

/**
 * A connection that prepares each text of SQL once. Without it every query parses its text anew and leaves a
 * statement outside the JavaScript heap, where the garbage collector sees no reason to hurry: an import of a million
 * rows took a gigabyte. Only for a connection that runs one query at a time, as Kysely's does.
 */
export function cacheStatements(database: SqliteDatabase): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.delete(sql);
      statements.set(sql, statement);
      if (statements.size > KEPT) statements.delete(statements.keys().next().value ?? "");
      return statement;
    },
  };
}
