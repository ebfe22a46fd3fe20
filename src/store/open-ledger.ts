import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Kysely } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Clock } from "#src/model/clock.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { newId } from "#src/model/ids.ts";
import type { Destination, Ledger } from "./ledger.ts";
import { migrations } from "./migrations.ts";
import type { Database } from "./schema.ts";
import { sqliteDialect } from "./sqlite.ts";

export interface LedgerOptions {
  /** `sqlite:PATH`. */
  readonly url: string;
  /** Relative paths in `url` start here. */
  readonly root: string;
  readonly destination: Destination;
  readonly clock: Clock;
  /** Create a ledger that is not there, and migrate one that is behind. Only `migrate`, `dev`, the demo and tests do. */
  readonly create?: boolean;
}

/**
 * Open the ledger at `url`. Throws `ledger/missing` or `ledger/outdated` unless `create`, and
 * `ledger/other-destination` where it belongs to another one: a send planned for the sandbox must never reach people.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger> {
  const { url, destination, clock } = options;
  const path = sqlitePath(url, options.root);
  if (!existsSync(path) && path !== ":memory:") {
    if (!options.create) throw new LetterpressError("ledger/missing", `There is no ledger at ${url}.`);
    mkdirSync(dirname(path), { recursive: true });
  }
  const db = new Kysely<Database>({ dialect: sqliteDialect(path) });
  try {
    await migrate(db, "sqlite", options.create === true, url);
    const database = await bind(db, destination, url);
    return {
      db,
      dialect: "sqlite",
      name: `SQLite ${url.replace(/^sqlite:/, "")}`,
      url: `sqlite:${path}`,
      database,
      destination,
      clock,
      [Symbol.asyncDispose]: () => db.destroy(),
    };
  } catch (error) {
    await db.destroy();
    throw asLedgerError(error, url);
  }
}

/** The database's file, absolute; `:memory:` stays. Throws `config/environment` for an address of another kind. */
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

/** SQLite's own complaints about a ledger in the ledger's words; anything else stays what it is. */
export function asLedgerError(error: unknown, url: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new LetterpressError("ledger/locked", `The ledger ${url} stayed locked for 15 s.`, {
      cause: error,
    });
  }
  if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT")) {
    return new LetterpressError("ledger/damaged", `The ledger ${url} is not a readable database.`, {
      cause: error,
    });
  }
  return error;
}

async function migrate(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  allowed: boolean,
  url: string,
): Promise<void> {
  const provider = { getMigrations: async (): Promise<Record<string, Migration>> => migrations(dialect) };
  const migrator = new Migrator({ db, provider });
  const pending = (await migrator.getMigrations()).filter(({ executedAt }) => executedAt === undefined);
  if (pending.length === 0) return;
  if (!allowed) {
    throw new LetterpressError(
      "ledger/outdated",
      `The ledger ${url} lacks ${pending.map(({ name }) => name).join(", ")}.`,
    );
  }
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}

/** Write destination and UUID once; ever after compare. Returns the UUID. */
async function bind(db: Kysely<Database>, destination: Destination, url: string): Promise<string> {
  const rows = await db
    .selectFrom("meta")
    .selectAll()
    .where("name", "in", ["destination", "database"])
    .execute();
  const meta = new Map(rows.map(({ name, value }) => [name, value]));
  const bound = meta.get("destination");
  if (bound !== undefined && bound !== destination) {
    throw new LetterpressError(
      "ledger/other-destination",
      `The ledger ${url} belongs to ${bound}, not to ${destination}.`,
    );
  }
  const known = meta.get("database");
  if (known !== undefined) return known;
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
