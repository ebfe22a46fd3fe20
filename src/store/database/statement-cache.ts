import type BetterSqlite from "better-sqlite3";

/** More statements than any command uses; the least recently used one goes first. */
const KEPT = 200;

export type Statement = BetterSqlite.Statement<unknown[]>;

/**
 * Prepares each text of SQL once per connection. Without the cache every query parses its text again and leaves a statement
 * outside the JavaScript heap, where the garbage collector sees no reason to hurry: an import of a million rows took a
 * gigabyte. Not for statements whose rows are iterated: a statement can run only once at a time.
 */
export function statementCache(database: BetterSqlite.Database): (sql: string) => Statement {
  const statements = new Map<string, Statement>();
  return (sql) => {
    const statement = statements.get(sql) ?? database.prepare<unknown[]>(sql);
    statements.delete(sql);
    statements.set(sql, statement);
    if (statements.size > KEPT) statements.delete(statements.keys().next().value ?? "");
    return statement;
  };
}
