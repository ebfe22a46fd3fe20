import { type Kysely, sql } from "kysely";
import type { SuppressionReason } from "#src/model/states.ts";
import type { Database } from "#src/store/database/schema.ts";

/** What a row says of a person, worst last: the worst of several rows of one person wins. */
export const IMPORT_RANKS = { active: 0, pending: 1, unsubscribed: 2, bounced: 3, complained: 4 } as const;

/** One row of a file, read and checked. Instants are ms UTC. */
export interface ImportRow {
  readonly line: number;
  readonly addressKey: string;
  readonly list: string;
  readonly publicId: string;
  readonly address: string;
  readonly rank: number;
  /** The reason for a suppression, if the row asks for one. */
  readonly suppress: SuppressionReason | null;
  readonly timezone: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly at: number;
  /** When the person left, by the row's own word; null if the row gives no day or the person stays. */
  readonly leftAt: number | null;
  /** What the source says about the consent: part of its evidence. */
  readonly note: Readonly<Record<string, string | number>>;
  /** No issue before this instant, by the person's own word; null for none, or for one that is over. */
  readonly pausedUntil: number | null;
}

/** Rows are kept apart by the first character of their address key, in the order in which keys are sorted. */
const LETTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".split("");
/** How many rows are sorted in memory and written in one transaction, roughly: enough to be quick, few enough to let others write. */
const ROWS_PER_TRANSACTION = 8_000;
/** Characters of a row that is longer than any ordinary one. */
const LONG_ROW = 1_000;
const PACKS_AT_A_TIME = 32;

/**
 * Creates the tables in which the rows of one import wait until the file is read to its end: only then are its hash and the
 * worst row of each person known. They are temporary tables of this one connection, so a process that dies leaves no
 * address behind; `db` must stay on one connection until `dropStage`.
 */
export async function createStage(db: Kysely<Database>): Promise<void> {
  await dropStage(db);
  await sql`create temporary table import_stage (bucket text not null, id integer not null, n integer not null, packed text not null)`.execute(
    db,
  );
  await sql`create index import_stage_bucket on import_stage (bucket, id)`.execute(db);
  const row = sql`line bigint, address_key text, list text, public_id text, address text, rank integer, suppress text,
    timezone text, attributes text, at bigint, note text, left_at bigint, paused_until bigint`;
  await sql`create temporary table import_rows (${row})`.execute(db);
  await sql`create temporary table import_step (${row}, subscriber_id bigint, have text, changed integer,
    becomes text, class text, result text)`.execute(db);
}

export async function dropStage(db: Kysely<Database>): Promise<void> {
  for (const table of ["import_stage", "import_rows", "import_step"]) {
    await sql`drop table if exists ${sql.table(table)}`.execute(db);
  }
}

/** Returns the bucket that a row belongs to. */
export function bucketOf(addressKey: string): string {
  return addressKey.slice(0, 1);
}

/** One row as the stage keeps it. */
export function packRow(row: ImportRow): string {
  return JSON.stringify([
    row.line,
    row.addressKey,
    row.list,
    row.publicId,
    row.address,
    row.rank,
    row.suppress,
    row.timezone,
    JSON.stringify(row.attributes),
    row.at,
    JSON.stringify(row.note),
    row.leftAt,
    row.pausedUntil,
  ] satisfies PackedRow);
}

/** The columns of `import_rows`. */
export type PackedRow = [
  line: number,
  addressKey: string,
  list: string,
  publicId: string,
  address: string,
  rank: number,
  suppress: string | null,
  timezone: string | null,
  attributes: string,
  at: number,
  note: string,
  leftAt: number | null,
  pausedUntil: number | null,
];

/** Put some packed rows of one bucket aside. `id` only ever grows, within one stage. */
export async function stageRows(
  db: Kysely<Database>,
  id: number,
  bucket: string,
  packed: readonly string[],
): Promise<void> {
  await sql`insert into import_stage (bucket, id, n, packed)
    values (${bucket}, ${id}, ${packed.length}, ${`[${packed.join(",")}]`})`.execute(db);
}

/** A range of address keys: a whole bucket, or those keys of a large bucket whose second character is among `seconds`. */
export interface Part {
  readonly bucket: string;
  readonly seconds: string | null;
}

/** Returns the parts in the order of their keys, small ones grouped, so that each group has about `ROWS_PER_TRANSACTION` rows. */
export async function partsOf(db: Kysely<Database>): Promise<Part[][]> {
  const { rows } = await sql<{ bucket: string; n: number; length: number }>`select bucket, sum(n) as n,
    sum(length(packed)) as length from import_stage group by bucket`.execute(db);
  // Long values count for more than their rows.
  const sizes = new Map(
    rows.map(({ bucket, n, length }) => [bucket, Math.max(Number(n), Number(length) / LONG_ROW)]),
  );
  const groups: { parts: Part[]; rows: number }[] = [];
  for (const bucket of LETTERS) {
    const size = sizes.get(bucket);
    if (size === undefined) continue;
    const pieces = Math.min(LETTERS.length, Math.ceil(size / (2 * ROWS_PER_TRANSACTION)));
    const width = Math.ceil(LETTERS.length / pieces);
    for (let piece = 0; piece < pieces; piece += 1) {
      const seconds = pieces === 1 ? null : LETTERS.slice(piece * width, (piece + 1) * width).join("");
      const last = groups.at(-1);
      if (last !== undefined && last.rows + size / pieces <= ROWS_PER_TRANSACTION) {
        last.parts.push({ bucket, seconds });
        last.rows += size / pieces;
      } else {
        groups.push({ parts: [{ bucket, seconds }], rows: size / pieces });
      }
    }
  }
  return groups.map(({ parts }) => parts);
}

export async function unpack(db: Kysely<Database>, { bucket, seconds }: Part): Promise<PackedRow[]> {
  const unpacked: PackedRow[] = [];
  let after = -1;
  for (;;) {
    const { rows } = await sql<{ id: number; packed: string }>`select id, packed from import_stage
      where bucket = ${bucket} and id > ${after} order by id limit ${PACKS_AT_A_TIME}`.execute(db);
    if (rows.length === 0) return unpacked;
    for (const { id, packed } of rows) {
      after = id;
      for (const row of JSON.parse(packed) as PackedRow[]) {
        if (seconds === null || seconds.includes(row[1].charAt(1))) unpacked.push(row);
      }
    }
  }
}
