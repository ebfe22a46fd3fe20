import { createHash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { LetterpressError } from "#src/model/errors.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { NUMBERED, readSequence, writeSequence } from "#src/store/database/sequences.ts";

/** Every table in the order of its foreign keys, with the key columns by which its rows are walked. */
const TABLES = {
  meta: ["name"],
  subscribers: ["id"],
  list_members: ["list", "subscriber_id"],
  consents: ["id"],
  suppressions: ["address_key"],
  issues: ["id"],
  emails: ["digest"],
  assets: ["key"],
  sends: ["id"],
  exclusions: ["send_id", "subscriber_id"],
  batches: ["id"],
  deliveries: ["id"],
  events: ["id"],
  limiter: ["team"],
  triggers: ["name", "list", "lang"],
  trigger_queue: ["id"],
  counters: ["name"],
  issue_pages: ["issue_id"],
  aliases: ["slug"],
  issue_texts: ["issue_id", "digest"],
  overruled: ["issue_id", "digest", "rule", "how"],
  compositions: ["inputs"],
  address_changes: ["id"],
  former_addresses: ["address_key", "subscriber_id"],
  former_ids: ["public_id"],
  ratings: ["delivery_id"],
  rating_counts: ["send_id", "answer"],
  shares: ["id"],
} as const satisfies Record<keyof Database, readonly string[]>;
type Table = keyof typeof TABLES;

export interface TableCopy {
  readonly table: Table;
  readonly rows: number;
  /** SHA-256 of every row, folded together: the order of the rows does not change it, any other value does. */
  readonly digest: string;
}

/** Rows read and written at once: few enough for SQLite's 32,766 parameters, and for images in memory. */
const CHUNK = 500;
const CHUNK_OF_BYTES = 10;
const LARGE: ReadonlySet<Table> = new Set<Table>(["assets", "emails", "compositions", "shares"]);

/**
 * Copies every row of one ledger into another, empty one, with ids, UUID and destination, and reads it all back. Both sides
 * are the caller's transactions, so a copy that differs leaves nothing behind. Throws `ledger/not-empty`, and
 * `ledger/copy-differs` if a table came out with other rows than it went in.
 */
export async function copyLedger(
  from: Pick<Ledger, "db" | "dialect">,
  to: Pick<Ledger, "db" | "dialect">,
  onTable: (copy: TableCopy) => void = () => undefined,
): Promise<TableCopy[]> {
  await refuseFull(to.db);
  await to.db.deleteFrom("meta").execute();
  const copies: TableCopy[] = [];
  for (const table of Object.keys(TABLES) as Table[]) {
    const sent = await walk(from.db, table, (rows) => insertRows(to.db, table, rows));
    const got = await walk(to.db, table, async () => undefined);
    if (sent.rows !== got.rows || sent.digest !== got.digest) {
      throw new LetterpressError(
        "ledger/copy-differs",
        `Expected ${table} to hold ${sent.rows} rows with the digest ${sent.digest.slice(0, 12)}, found ${got.rows} with ${got.digest.slice(0, 12)}.`,
      );
    }
    if ((NUMBERED as readonly string[]).includes(table))
      await writeSequence(to, table, await readSequence(from, table));
    copies.push({ table, ...got });
    onTable({ table, ...got });
  }
  return copies;
}

/** Throws `ledger/not-empty` for anything but the rows of `meta` that a new ledger begins with. */
async function refuseFull(db: Kysely<Database>): Promise<void> {
  for (const table of Object.keys(TABLES) as Table[]) {
    if (table === "meta") continue;
    const { rows } = await sql`select 1 from ${sql.table(table)} limit 1`.execute(db);
    if (rows.length > 0) {
      throw new LetterpressError(
        "ledger/not-empty",
        `Expected an empty ledger to copy into, but its table ${table} has rows.`,
      );
    }
  }
}

type Row = Readonly<Record<string, unknown>>;

/** Read a table by its key, chunk by chunk, so that memory does not grow with it. */
async function walk(
  db: Kysely<Database>,
  table: Table,
  onRows: (rows: readonly Row[]) => Promise<void>,
): Promise<{ rows: number; digest: string }> {
  const keys = TABLES[table];
  const limit = LARGE.has(table) ? CHUNK_OF_BYTES : CHUNK;
  const sum = Buffer.alloc(32);
  let count = 0;
  let after: Row | null = null;
  for (;;) {
    const { rows }: { rows: Row[] } =
      await sql<Row>`select * from ${sql.table(table)} where ${beyond(keys, after)}
      order by ${sql.join(keys.map((key) => sql.ref(key)))} limit ${limit}`.execute(db);
    const kept = table === "meta" ? rows.filter(({ name }) => name !== "moved") : rows;
    if (kept.length > 0) await onRows(kept);
    for (const row of kept) fold(sum, row);
    count += kept.length;
    after = rows.at(-1) ?? null;
    if (rows.length < limit) return { rows: count, digest: sum.toString("hex") };
  }
}

/** The rows after the last one: `(a, b) > (last a, last b)`. Each database uses its own order, which no digest depends on. */
function beyond(keys: readonly string[], after: Row | null) {
  if (after === null) return sql`1 = 1`;
  return sql`(${sql.join(keys.map((key) => sql.ref(key)))}) > (${sql.join(keys.map((key) => after[key]))})`;
}

function fold(sum: Buffer, row: Row): void {
  const names = Object.keys(row).toSorted();
  const text = JSON.stringify(names.map((name) => [name, plain(row[name])]));
  const hash = createHash("sha256").update(text).digest();
  for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) ^ (hash[at] ?? 0);
}

function plain(value: unknown): unknown {
  return value instanceof Uint8Array ? createHash("sha256").update(value).digest("hex") : value;
}

async function insertRows(db: Kysely<Database>, table: Table, rows: readonly Row[]): Promise<void> {
  await db
    .insertInto(table)
    .values(rows as never)
    .execute();
}
