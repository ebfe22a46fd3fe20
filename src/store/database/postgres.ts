import { PostgresDialect } from "kysely";
import pg from "pg";
import type { Clock } from "#src/model/clock.ts";
import { MINUTE_MS } from "#src/model/durations.ts";

/** Connections of one process: workers in flight, the pages, and one to spare. */
const POOL_SIZE = 10;
/** How often the database is asked for the time. */
const CLOCK_EVERY_MS = MINUTE_MS;

/** Reads PostgreSQL's bigint as a number. pg returns it as text because it may pass 2^53: our counts and instants never do. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: "text" | "binary") =>
    oid === pg.types.builtins.INT8
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

/**
 * Opens a pool on `url`. A connection that breaks must not end the process: the next query opens a new one. The pool is
 * told about idle connections only. If the server ends a connection inside a transaction, between two queries, only that
 * connection's own client object reports it.
 */
export function postgresPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: POOL_SIZE, types, application_name: "letterpress" });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

export function postgresDialect(pool: pg.Pool): PostgresDialect {
  return new PostgresDialect({ pool });
}

/**
 * The database's clock, seen from this process: machines that share a ledger must agree on when a lease ends, and
 * their own clocks do not. Measured at the start and every minute.
 */
export async function postgresClock(pool: pg.Pool, own: Clock): Promise<Clock & Disposable> {
  let ahead = await measure();
  const timer = setInterval(() => {
    measure().then(
      (value) => {
        ahead = value;
      },
      () => undefined, // the old offset serves until the database answers again
    );
  }, CLOCK_EVERY_MS);
  timer.unref();
  return { now: () => own.now() + ahead, [Symbol.dispose]: () => clearInterval(timer) };

  async function measure(): Promise<number> {
    const before = own.now();
    const { rows } = await pool.query<{ now: string }>(
      "select extract(epoch from clock_timestamp()) * 1000 as now",
    );
    const middle = (before + own.now()) / 2;
    return Math.round(Number(rows[0]?.now ?? middle) - middle);
  }
}
