import { CompiledQuery, type Kysely, sql } from "kysely";
import type { SuppressionReason } from "#src/model/states.ts";
import { IMPORT_CLASSES, type ImportClass, classified } from "./import-classes.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { reasonRank, worseReason } from "./suppressions.ts";

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
  /** Reason for a suppression where the row asks for one. */
  readonly suppress: SuppressionReason | null;
  readonly timezone: string | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly at: number;
  /** What the source says about the consent: part of its evidence. */
  readonly note: Readonly<Record<string, string | number>>;
}

export interface MergeRequest {
  readonly dryRun: boolean;
  readonly now: number;
  /** For consents and suppressions, for example `import:beehiiv`. */
  readonly source: string;
  /** Evidence shared by every row: the file's name and hash. */
  readonly evidence: Readonly<Record<string, string>>;
}

export type MergeCounts = Record<ImportClass | "duplicates", number>;

/** Rows are kept apart by the first character of their address key, in the order in which keys are sorted. */
const LETTERS = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz".split("");
/** About so many rows are sorted in memory and written in one transaction: enough to be quick, few enough to let others write. */
const ROWS_PER_TRANSACTION = 8_000;
/** Characters of a row that is longer than any ordinary one. */
const LONG_ROW = 1_000;
const PACKS_AT_A_TIME = 32;
/** Rows of one insert: as many as make a statement worth its parameters. */
const ROWS_PER_INSERT = 50;

/**
 * Where the rows of one import wait until the file is read to its end: only then are its hash and the worst row of
 * each person known. Temporary tables of this one connection, so a process that dies leaves no address behind; `db` must
 * stay on one connection until `dropStage`.
 */
export async function createStage(db: Kysely<Database>): Promise<void> {
  await dropStage(db);
  await sql`create temporary table import_stage (bucket text not null, id integer not null, n integer not null, packed text not null)`.execute(
    db,
  );
  await sql`create index import_stage_bucket on import_stage (bucket, id)`.execute(db);
  const row = sql`line bigint, address_key text, list text, public_id text, address text, rank integer, suppress text,
    timezone text, attributes text, at bigint, note text`;
  await sql`create temporary table import_rows (${row})`.execute(db);
  await sql`create temporary table import_step (${row}, subscriber_id bigint, have text, changed integer,
    becomes text, class text)`.execute(db);
}

export async function dropStage(db: Kysely<Database>): Promise<void> {
  for (const table of ["import_stage", "import_rows", "import_step"]) {
    await sql`drop table if exists ${sql.table(table)}`.execute(db);
  }
}

/** The part a row belongs to. */
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
  ] satisfies PackedRow);
}

/** The columns of `import_rows`. */
type PackedRow = [
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

/**
 * Merge what is staged into the ledger, sorted by address key (neighbours in every index, which is what makes it
 * quick), some thousand rows per transaction: killed in between, whole transactions are there, and a second run finds
 * them unchanged. Nobody who unsubscribed, was suppressed or was erased comes back.
 */
export async function mergeStage(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  request: MergeRequest,
  onRows: (rows: number) => void,
): Promise<MergeCounts> {
  const counts = emptyCounts();
  for (const parts of await partsOf(db)) {
    const rows: PackedRow[] = [];
    let staged = 0;
    for (const part of parts) {
      const all = await unpack(db, part);
      const worst = worstRows(all);
      staged += all.length;
      for (const row of worst) rows.push(row);
    }
    const part = await db.transaction().execute((trx) => mergeRows(trx, dialect, rows, request));
    for (const name of IMPORT_CLASSES) counts[name] += part[name];
    counts.duplicates += staged - rows.length;
    onRows(staged);
    // A moment without the lock: SQLite's waiting writers are not queued, they only look again now and then.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return counts;
}

function emptyCounts(): MergeCounts {
  return { new: 0, updated: 0, unchanged: 0, preserved: 0, unsubscribed: 0, suppressed: 0, duplicates: 0 };
}

/** A range of address keys: a bucket, and of a large one only the keys whose second character is among `seconds`. */
interface Part {
  readonly bucket: string;
  readonly seconds: string | null;
}

/** Parts in the order of their keys, small ones together, so that each group has about `ROWS_PER_TRANSACTION` rows. */
async function partsOf(db: Kysely<Database>): Promise<Part[][]> {
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

async function unpack(db: Kysely<Database>, { bucket, seconds }: Part): Promise<PackedRow[]> {
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

/** One row per person and list, sorted by address key: the worst, and the first of those in the file. */
function worstRows(rows: PackedRow[]): PackedRow[] {
  rows.sort((a, b) => {
    if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
    if (a[2] !== b[2]) return a[2] < b[2] ? -1 : 1;
    return b[5] - a[5] || a[0] - b[0];
  });
  return rows.filter((row, n) => {
    const before = rows[n - 1];
    return before === undefined || before[1] !== row[1] || before[2] !== row[2];
  });
}

async function mergeRows(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  rows: readonly PackedRow[],
  request: MergeRequest,
): Promise<MergeCounts> {
  const counts = emptyCounts();
  await sql`delete from import_rows`.execute(db);
  await sql`delete from import_step`.execute(db);
  await insertRows(db, dialect, rows);
  await sql`insert into import_step ${classified(dialect)}`.execute(db);
  const found = await sql<{ class: ImportClass; n: number }>`select class, count(*) as n from import_step
    group by class`.execute(db);
  for (const row of found.rows) counts[row.class] += Number(row.n);
  if (!request.dryRun) await writeStep(db, dialect, request);
  return counts;
}

/** The text for a full insert is written once, not built row by row: compiling would take longer than the database does. */
async function insertRows(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  rows: readonly PackedRow[],
): Promise<void> {
  const full = insertText(dialect, ROWS_PER_INSERT);
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    const some = rows.slice(start, start + ROWS_PER_INSERT);
    const text = some.length === ROWS_PER_INSERT ? full : insertText(dialect, some.length);
    await db.executeQuery(CompiledQuery.raw(text, some.flat()));
  }
}

function insertText(dialect: Ledger["dialect"], rows: number): string {
  const columns = 11;
  const value = (n: number) => (dialect === "sqlite" ? "?" : `$${n + 1}`);
  const tuple = (row: number) =>
    `(${Array.from({ length: columns }, (_, column) => value(row * columns + column)).join(",")})`;
  return `insert into import_rows values ${Array.from({ length: rows }, (_, row) => tuple(row)).join(",")}`;
}

async function writeStep(
  db: Kysely<Database>,
  dialect: Ledger["dialect"],
  { now, source, evidence }: MergeRequest,
): Promise<void> {
  await sql`insert into subscribers (public_id, address, address_key, timezone, attributes, created_at, updated_at)
    select public_id, address, address_key, timezone, attributes, cast(${now} as bigint), cast(${now} as bigint)
    from import_step where subscriber_id is null and becomes is not null order by address_key
    on conflict (address_key) do nothing`.execute(db);
  await sql`update subscribers set timezone = coalesce(p.timezone, subscribers.timezone), updated_at = ${now},
      attributes = ${mergedAttributes(dialect)}
    from import_step p where p.subscriber_id = subscribers.id and p.changed = 1`.execute(db);
  // On PostgreSQL an unsubscribe may have come in since the rows were classified: it stands.
  await sql`insert into list_members (list, subscriber_id, state, at)
    select p.list, s.id, p.becomes, p.at from import_step p join subscribers s on s.address_key = p.address_key
    where p.becomes is not null order by p.address_key
    on conflict (list, subscriber_id) do update set state = excluded.state, at = excluded.at
    where list_members.state <> 'unsubscribed'`.execute(db);
  const shared = JSON.stringify(evidence).slice(0, -1);
  await sql`insert into consents (subscriber_id, address_key, list, act, at, source, evidence)
    select s.id, p.address_key, p.list,
      case p.rank when 4 then 'complained' when 3 then 'bounced' when 2 then 'unsubscribed' else 'imported' end,
      cast(${now} as bigint), cast(${source} as text), cast(${`${shared},`} as text) || substr(p.note, 2)
    from import_step p join subscribers s on s.address_key = p.address_key
    where p.becomes is not null order by p.address_key`.execute(db);
  await sql`insert into suppressions (address_key, reason, at, source)
    select address_key, suppress, cast(${now} as bigint), cast(${source} as text)
    from (select address_key, suppress, row_number() over (partition by address_key
      order by ${reasonRank("suppress")} desc) as place from import_step where suppress is not null) p
    where place = 1 order by address_key
    on conflict (address_key) do update set reason = excluded.reason, at = excluded.at, source = excluded.source
    where ${worseReason("excluded.reason", "suppressions.reason")}`.execute(db);
}

/** The file's values over the ones there; a cell left empty changes nothing. */
function mergedAttributes(dialect: Ledger["dialect"]) {
  return dialect === "sqlite"
    ? sql`json_patch(subscribers.attributes, p.attributes)`
    : sql`cast(cast(subscribers.attributes as jsonb) || cast(p.attributes as jsonb) as text)`;
}
