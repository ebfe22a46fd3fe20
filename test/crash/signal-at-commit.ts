/**
 * Loaded before a process that is to die, or to stand still, at a step: it sends itself `SIGNAL` before or after its
 * `AT_COMMIT`th commit to SQLite.
 */
import BetterSqlite from "better-sqlite3";

const { AT_COMMIT: at, WHEN: moment, SIGNAL: signal } = process.env;
let commits = 0;
const prepare = Reflect.get(BetterSqlite.prototype, "prepare");
BetterSqlite.prototype.prepare = function (this: BetterSqlite.Database, sql: string) {
  const statement = prepare.call(this, sql) as BetterSqlite.Statement;
  if (sql !== "commit") return statement;
  const run = statement.run.bind(statement);
  statement.run = (...parameters: unknown[]) => {
    commits += 1;
    const isMet = commits === Number(at);
    if (isMet && moment === "before") process.kill(process.pid, signal);
    const result = run(...parameters);
    if (isMet && moment === "after") process.kill(process.pid, signal);
    return result;
  };
  return statement;
} as typeof prepare;
