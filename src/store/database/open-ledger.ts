import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Clock } from "#src/model/clock.ts";
import { MINUTE_MS } from "#src/model/durations.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { newId } from "#src/model/ids.ts";
import { restoring } from "#src/store/copies/restoring.ts";
import { bindKey } from "#src/store/guard/bind-key.ts";
import { ownFolder } from "#src/store/guard/own-files.ts";
import type { Destination, Ledger } from "./ledger.ts";
import { movedTo, readMeta } from "./meta.ts";
import { isLockedOut, migrations } from "#src/store/migrations/migrations.ts";
import type { Database } from "./schema.ts";
import { refuseNewer } from "./schema-version.ts";
import { sqliteDialect } from "./sqlite-dialect.ts";
import { isBusy } from "./sqlite-driver.ts";
import { loadJobs } from "./wake-workers.ts";

export interface LedgerOptions {
  /** `sqlite:PATH` or `postgres://…`. */
  readonly url: string;
  /** Relative paths in `url` start here. */
  readonly root: string;
  readonly destination: Destination;
  /**
   * SUPPRESSION_KEY, compared with the key that the ledger was made with. Null only if no address is looked up under it: in
   * a process that continues on a ledger which another one has opened, and for the copy that a backup fills.
   */
  readonly suppressionKey: string | null;
  readonly clock: Clock;
  /** Create a ledger that does not exist, and migrate one that is behind. Only `migrate`, `dev`, the demo and tests do. */
  readonly create?: boolean;
  /** Open a ledger that was moved elsewhere. Only for moving it again, after a move that did not finish. */
  readonly moved?: boolean;
  /** How long writing waits for a lock of another process or thread before `ledger/locked`, ms. Default: 60,000. SQLite only. */
  readonly patienceMs?: number;
}

/** Long enough for another process's longest transaction on a slow disk: on PostgreSQL, planning a million recipients. */
const PATIENCE_MS = MINUTE_MS;
/** The pause between two tries of a migration, ms. */
const AGAIN_MS = 200;

/**
 * Opens the ledger at `url`. Throws `ledger/missing` or `ledger/outdated` unless `create`, `ledger/newer` if newer code has
 * upgraded it, `ledger/moved` unless `moved`, `ledger/other-destination` if it belongs to another destination (a send
 * planned for the sandbox must never reach people), and `ledger/other-key` if its addresses are kept under another key.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { url, destination, suppressionKey } = options;
  const opened = /^postgres(?:ql)?:/.test(url) ? await openPostgres(options) : openOwnFile(options);
  const { db, dialect } = opened;
  try {
    await migrate(opened, options.create === true);
    const database = await bind(db, destination, opened.shown);
    const to = await movedTo(db);
    // A ledger that lives on elsewhere must not send from here as well.
    if (to !== null && options.moved !== true)
      throw new LetterpressError("ledger/moved", `The ledger ${opened.shown} was moved to ${to}.`);
    if (suppressionKey !== null)
      await bindKey({ db, shown: opened.shown, isMoved: to !== null }, suppressionKey);
    return {
      db,
      dialect,
      name: nameOf(opened),
      url: opened.url,
      database,
      destination,
      clock: opened.clock,
      [Symbol.asyncDispose]: opened.close,
    };
  } catch (error) {
    await opened.close();
    const name = nameOf(opened);
    throw unopened(error, name) ?? asLedgerError(error, { name, url: opened.url });
  }
}

/** The ledger's name as commands print it. */
function nameOf({ dialect, shown }: Opened): string {
  return `${dialect === "sqlite" ? "SQLite" : "PostgreSQL"} ${shown.replace(/^sqlite:/, "")}`;
}

interface Opened {
  readonly db: Kysely<Database>;
  readonly dialect: Ledger["dialect"];
  readonly url: string;
  /** The address without a password. */
  readonly shown: string;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

/** Opens a ledger in a file. Throws `ledger/unreachable` if this user may not write its folder. */
function openOwnFile(options: LedgerOptions): Opened {
  try {
    return openSqliteFile(options);
  } catch (error) {
    throw unopened(error, `SQLite ${options.url.replace(/^sqlite:/, "")}`) ?? error;
  }
}

function openSqliteFile({ url, root, create, clock, patienceMs = PATIENCE_MS }: LedgerOptions): Opened {
  const path = sqlitePath(url, root);
  if (!existsSync(path) && path !== ":memory:" && !create)
    throw new LetterpressError("ledger/missing", `There is no ledger at ${url}.`);
  if (path !== ":memory:") ownFolder(dirname(path));
  const db = new Kysely<Database>({ dialect: sqliteDialect({ path, shown: url, patienceMs }) });
  return { db, dialect: "sqlite", url: `sqlite:${path}`, shown: url, clock, close: () => db.destroy() };
}

async function openPostgres({ url, clock: own }: LedgerOptions): Promise<Opened> {
  // Imported only here: a ledger in a file needs no driver for a server.
  const { postgresClock, postgresDialect, postgresPool } = await import("./postgres.ts");
  const { hostname, port, pathname } = new URL(url);
  const shown = `postgres://${hostname}${port === "" ? "" : `:${port}`}${pathname}`;
  const pool = postgresPool(url);
  const db = new Kysely<Database>({ dialect: postgresDialect(pool) });
  try {
    const [clock] = await Promise.all([postgresClock(pool, own), loadJobs()]);
    const close = async () => {
      clock[Symbol.dispose]();
      await db.destroy();
    };
    return { db, dialect: "postgres", url, shown, clock, close };
  } catch (error) {
    await db.destroy();
    throw new LetterpressError(
      "ledger/unreachable",
      `The ledger ${shown} does not answer: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

/** Returns the absolute path of the database's file; `:memory:` stays. Throws `config/environment` for an address of another kind. */
export function sqlitePath(url: string, root: string): string {
  if (!url.startsWith("sqlite:")) {
    throw new LetterpressError(
      "config/environment",
      `Expected DATABASE_URL to start with sqlite:, got ${url.split(":", 1)[0]}:.`,
    );
  }
  const path = url.slice("sqlite:".length);
  return path === ":memory:" ? path : resolve(root, path);
}

/** Returns the error for a file that the system did not let us open, which is no fault of Letterpress; null for any other error. */
function unopened(error: unknown, name: string): LetterpressError | null {
  return /^(?:EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST)$/.test(codeOf(error)) ? cannotUse(error, name) : null;
}

function cannotUse(error: unknown, name: string): LetterpressError {
  const why = error instanceof Error ? error.message : String(error);
  return new LetterpressError("ledger/unreachable", `The ledger ${name} cannot be used: ${why}.`, {
    cause: error,
    hint: "Check DATABASE_URL, and check that this user can write to the file and its folder.",
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Turns a database's own error about a ledger into one of the ledger's errors; any other error stays as it is. */
export function asLedgerError(error: unknown, { name, url }: Pick<Ledger, "name" | "url">): unknown {
  const code = codeOf(error);
  if (isBusy(error) || code.startsWith("SQLITE_LOCKED") || isLockedOut(error)) {
    return new LetterpressError("ledger/locked", `The ledger ${name} is locked.`, { cause: error });
  }
  // 53100: PostgreSQL's disk_full.
  if (code === "SQLITE_FULL" || code === "53100") {
    return new LetterpressError("ledger/full", `The disk of the ledger ${name} is full.`, { cause: error });
  }
  if (/^SQLITE_(?:CANTOPEN|READONLY|PERM)/.test(code)) return cannotUse(error, name);
  // XX001 and XX002: PostgreSQL's data_corrupted and index_corrupted.
  if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT") || /^XX00[12]$/.test(code)) {
    const message = `The ledger ${name} is damaged: ${(error as Error).message}.`;
    return new LetterpressError("ledger/damaged", message, { cause: error, hint: restoring(url) });
  }
  return error;
}

async function migrate({ db, dialect, shown, url }: Opened, allowed: boolean): Promise<void> {
  const provider = { getMigrations: async (): Promise<Record<string, Migration>> => migrations(dialect) };
  const migrator = new Migrator({ db, provider });
  const known = await migrator.getMigrations();
  const pending = known.filter(({ executedAt }) => executedAt === undefined);
  if (pending.length < known.length || (await hasMigrations(db))) await refuseNewer({ db, dialect });
  if (pending.length === 0) return;
  if (!allowed && pending.length === known.length) throw noLedger(shown, url);
  if (!allowed) {
    throw new LetterpressError(
      "ledger/outdated",
      `The ledger ${shown} is not migrated yet. It lacks ${pending.map(({ name }) => name).join(", ")}.`,
    );
  }
  const began = performance.now();
  for (;;) {
    const { error } = await migrator.migrateToLatest();
    if (error === undefined) return;
    if (!isLockedOut(error) || performance.now() - began > PATIENCE_MS) throw error;
    // Processes that waited behind the migration's locks get their turn first.
    await wait(AGAIN_MS);
  }
}

/** Whether the database is a ledger, even one whose migrations are all unknown to this code. */
async function hasMigrations(db: Kysely<Database>): Promise<boolean> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  return tables.some(({ name }) => name === "kysely_migration");
}

/** A database without our tables. A file that was emptied looks like one that never held anything. */
function noLedger(shown: string, url: string): LetterpressError {
  if (!url.startsWith("sqlite:"))
    return new LetterpressError("ledger/missing", `There is no ledger at ${shown}.`);
  const hint = `Create a ledger in this file with \`letterpress migrate\`. If the file held a ledger before, it was emptied: ${restoring(url)}`;
  return new LetterpressError("ledger/missing", `The file of ${shown} holds no ledger.`, { hint });
}

/** Writes destination and UUID the first time, both or neither; later compares the destination. Returns the UUID. */
async function bind(db: Kysely<Database>, destination: Destination, url: string): Promise<string> {
  const bound = await readMeta(db, "destination");
  if (bound !== null && bound !== destination) {
    throw new LetterpressError(
      "ledger/other-destination",
      `The ledger ${url} belongs to ${bound}, not to ${destination}.`,
    );
  }
  const known = await readMeta(db, "database");
  if (known !== null) return known;
  const database = newId();
  await db
    .insertInto("meta")
    .values([
      { name: "destination", value: destination },
      { name: "database", value: database },
    ])
    .execute();
  return database;
}
