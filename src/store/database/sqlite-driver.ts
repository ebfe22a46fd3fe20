import { setImmediate as nextTurn, setTimeout as wait } from "node:timers/promises";
import type BetterSqlite from "better-sqlite3";
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from "kysely";
import { LetterpressError } from "#src/model/errors.ts";
import { LargeLog } from "./large-log.ts";
import { openSqlite, openSqliteReader } from "./sqlite.ts";
import { type Statement, statementCache } from "./statement-cache.ts";
import { Turns } from "./turns.ts";

export interface SqliteOptions {
  /** The file, or `:memory:`. */
  readonly path: string;
  /** The ledger's name in an error. */
  readonly shown: string;
  /** How long a writer waits while another process or thread holds the lock, ms. */
  readonly patienceMs: number;
}

/** The longest pause between two tries to get a lock, ms. An import lets go of the lock for about as long, and no longer. */
const LONGEST_PAUSE_MS = 8;

/** How long statements may run in total before the event loop has a turn, ms. */
const TURN_MS = 10;

/**
 * A SQLite file under Kysely whose locks never stop the event loop. SQLite itself waits by sleeping, and every page would
 * stand still for as long as another process plans or another thread imports. Here one connection writes, for one caller at
 * a time, and tries again after a short pause while somebody else has the lock. Another connection reads, and has no reason
 * to wait: with a write-ahead log a reader sees the last commit. Reads inside a transaction use the writing connection, and
 * so does everything after the first write of `db.connection()`, because its temporary tables are there.
 *
 * SQLite answers at once, and awaiting a promise that is already resolved lets nobody else run: a report of thirty
 * statements would delay every page. So the event loop has a turn after every `TURN_MS` of statements; only a single
 * statement can stop it for longer.
 *
 * A writer that waited for longer than `patienceMs` gets `ledger/locked`.
 */
export class SqliteLedgerDriver implements Driver {
  readonly #options: SqliteOptions;
  #files: Files | null = null;

  constructor(options: SqliteOptions) {
    this.#options = options;
  }

  async init(): Promise<void> {
    const { path } = this.#options;
    const since = performance.now();
    const writer = await retried(() => openSqlite(path, 0), since, this.#options);
    this.#files = {
      options: this.#options,
      writer,
      write: statementCache(writer),
      turns: new Turns(),
      log: writer.memory ? null : new LargeLog(path, writer),
      reader: null,
      read: null,
      busyMs: 0,
      turn: null,
    };
    // A database in memory is there for one connection only.
    if (writer.memory) return;
    const reader = await retried(() => openSqliteReader(path), since, this.#options);
    this.#files.reader = reader;
    this.#files.read = statementCache(reader);
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#files === null) throw new Error("Expected an open SQLite file, got one before it was opened.");
    return new SqliteConnection(this.#files);
  }

  /**
   * A deferred transaction that reads first and writes later fails at once when another process wrote in between,
   * however patient it is; taking the lock at the start waits instead.
   */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).inTurn((own) => own.write("begin immediate"));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await (connection as SqliteConnection).inTurn((own) => own.write("commit"));
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    (connection as SqliteConnection).rollback();
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    (connection as SqliteConnection).release();
  }

  /** Closes the writing connection last: only it can put the log back into the file. */
  async destroy(): Promise<void> {
    await this.#files?.log?.idle();
    this.#files?.reader?.close();
    this.#files?.writer.close();
  }
}

interface Files {
  readonly options: SqliteOptions;
  readonly writer: BetterSqlite.Database;
  readonly write: (sql: string) => Statement;
  readonly turns: Turns;
  /** Null for a database in memory. */
  readonly log: LargeLog | null;
  reader: BetterSqlite.Database | null;
  read: ((sql: string) => Statement) | null;
  /** How long statements have run since the event loop last had a turn, ms. */
  busyMs: number;
  /** Resolves after the event loop's next turn; null while nobody waits for one. */
  turn: Promise<void> | null;
}

/** One query, transaction or `db.connection()`: on the reading connection until it writes, then on the writing one. */
class SqliteConnection implements DatabaseConnection {
  readonly #files: Files;
  #writes = false;

  constructor(files: Files) {
    this.#files = files;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return this.inTurn(() => this.#execute<R>(sql, parameters));
  }

  /** Runs `work`, after the event loop has had its turn if earlier statements took long. */
  async inTurn<T>(work: (own: this) => Promise<T>): Promise<T> {
    const files = this.#files;
    while (files.busyMs >= TURN_MS) {
      // All callers that wait share one turn, and then look again: the first of them may take long, too.
      files.turn ??= nextTurn().then(() => {
        files.busyMs = 0;
        files.turn = null;
      });
      await files.turn;
    }
    return work(this);
  }

  async #execute<R>(sql: string, parameters: readonly unknown[]): Promise<QueryResult<R>> {
    try {
      const rows = this.#read<R>(sql, parameters);
      if (rows !== null) return { rows };
    } catch (error) {
      // Another process is repairing the log, or closing the file.
      if (!isBusy(error)) throw error;
      const rows = await retried(
        () => this.#read<R>(sql, parameters),
        performance.now(),
        this.#files.options,
      );
      if (rows !== null) return { rows };
    }
    return this.write<R>(sql, parameters);
  }

  /** Runs a statement on the writing connection, once it is this connection's turn and the lock is free. */
  async write<R>(sql: string, parameters: readonly unknown[] = []): Promise<QueryResult<R>> {
    const { turns, options, write } = this.#files;
    let since: number | null = null;
    if (!this.#writes) {
      if (!turns.tryTake()) {
        since = performance.now();
        await turns.take();
      }
      this.#writes = true;
    }
    const attempt = () => {
      this.#beforeCommit(sql);
      return run<R>(write(sql), parameters);
    };
    try {
      return timed(this.#files, attempt);
    } catch (error) {
      // Inside a transaction the lock is ours: a statement that was refused for another reason must end the transaction.
      if (!isBusy(error) || this.#files.writer.inTransaction) throw error;
      return await retried(attempt, since ?? performance.now(), options);
    }
  }

  /**
   * Called at each attempt, because the process that had the lock may have left a large log. Skips a pragma, which may be
   * what puts the log back.
   */
  #beforeCommit(sql: string): void {
    const { log, writer } = this.#files;
    const commits = sql === "commit" || !(writer.inTransaction || /^\s*pragma\b/i.test(sql));
    if (commits) log?.look();
  }

  /** Does nothing if SQLite has rolled back already, as it does on a full disk: a second error would hide the first. */
  rollback(): void {
    if (this.#files.writer.inTransaction) run(this.#files.write("rollback"), []);
  }

  release(): void {
    if (!this.#writes) return;
    this.#writes = false;
    this.#files.turns.pass();
  }

  /** No query streams: long results are read page by page, so that no snapshot is held open. */
  streamQuery(): never {
    throw new Error("Expected a query that is read page by page, got a stream.");
  }

  /** Returns the reading connection's rows; null if the statement may write, or belongs on the writing connection. */
  #read<R>(sql: string, parameters: readonly unknown[]): R[] | null {
    const { read } = this.#files;
    if (this.#writes || read === null || !/^\s*(?:select|with)\b/i.test(sql)) return null;
    const statement = read(sql);
    return statement.readonly ? timed(this.#files, () => statement.all(parameters) as R[]) : null;
  }
}

/** Runs `work`, which stops the event loop, and counts its time before anybody else can begin something. */
function timed<T>(files: Files, work: () => T): T {
  const began = performance.now();
  try {
    return work();
  } finally {
    files.busyMs += performance.now() - began;
  }
}

function run<R>(statement: Statement, parameters: readonly unknown[]): QueryResult<R> {
  if (statement.reader) return { rows: statement.all(parameters) as R[] };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { insertId: BigInt(lastInsertRowid), numAffectedRows: BigInt(changes), rows: [] };
}

/** Repeats `attempt` until nobody else has the lock. Throws `ledger/locked` after `patienceMs`. */
async function retried<T>(attempt: () => T, since: number, { patienceMs, shown }: SqliteOptions): Promise<T> {
  for (let pause = 1; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() - since >= patienceMs) throw lockedError(shown, patienceMs, error);
    }
    await wait(pause);
  }
}

/** SQLITE_BUSY and its relatives: another connection has the lock. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}

function lockedError(shown: string, patienceMs: number, cause: unknown): LetterpressError {
  const seconds = (patienceMs / 1000).toLocaleString("en");
  return new LetterpressError("ledger/locked", `The ledger ${shown} stayed locked for ${seconds} s.`, {
    cause,
  });
}
