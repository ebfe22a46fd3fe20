import { CompiledQuery, type Kysely, sql } from "kysely";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import {
  IMPORT_CLASSES,
  IMPORT_RESULTS,
  type ImportClass,
  type ImportResult,
  classified,
} from "./import-classes.ts";
import { IMPORT_RANKS, type PackedRow, partsOf, unpack } from "./import-stage.ts";
import { reasonRank, worseReason } from "./suppressions.ts";

export interface MergeRequest {
  readonly dryRun: boolean;
  readonly now: number;
  /** For consents and suppressions, for example `import:beehiiv`. */
  readonly source: string;
  /** Evidence shared by every row: the file's name and hash. */
  readonly evidence: Readonly<Record<string, string>>;
}

export interface MergeCounts extends Record<ImportClass | "duplicates", number> {
  /** How many people of the file are in each state afterwards, duplicates counted once. */
  readonly states: Record<ImportResult, number>;
}

/** Rows of one insert: enough to make a statement with that many parameters worthwhile. */
const ROWS_PER_INSERT = 50;
/** Index of `leftAt` in a packed row. */
const LEFT_AT = 11;

/**
 * Merges what is staged into the ledger, some thousand rows per transaction. The rows are sorted by address key: neighbours
 * in every index are written together, which makes it quick. If the process is killed in between, whole transactions are
 * there, and a second run finds them unchanged. Nobody who unsubscribed, was suppressed or was erased comes back.
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
    for (const name of IMPORT_RESULTS) counts.states[name] += part.states[name];
    counts.duplicates += staged - rows.length;
    onRows(staged);
    // A moment without the lock: SQLite's waiting writers are not queued, they only look again now and then.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return counts;
}

export function emptyCounts(): MergeCounts {
  return {
    ...(Object.fromEntries([...IMPORT_CLASSES, "duplicates"].map((name) => [name, 0])) as Record<
      ImportClass | "duplicates",
      number
    >),
    states: Object.fromEntries(IMPORT_RESULTS.map((name) => [name, 0])) as Record<ImportResult, number>,
  };
}

/**
 * Keeps one row per person and list, sorted by address key: the worst row, and of equally bad ones the first in the file.
 * The person left on the latest day that any of their rows says, and on an unknown day if one of those rows says none.
 */
function worstRows(rows: PackedRow[]): PackedRow[] {
  rows.sort((a, b) => {
    if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
    if (a[2] !== b[2]) return a[2] < b[2] ? -1 : 1;
    return b[5] - a[5] || a[0] - b[0];
  });
  const kept: PackedRow[] = [];
  for (const row of rows) {
    const last = kept.at(-1);
    if (last === undefined || last[1] !== row[1] || last[2] !== row[2]) kept.push(row);
    else if (row[5] >= IMPORT_RANKS.unsubscribed && last[LEFT_AT] !== null) {
      last[LEFT_AT] = row[LEFT_AT] === null ? null : Math.max(last[LEFT_AT], row[LEFT_AT]);
    }
  }
  return kept;
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
  const found = await sql<{ class: ImportClass; result: ImportResult; n: number }>`select class, result,
    count(*) as n from import_step group by class, result`.execute(db);
  for (const row of found.rows) {
    counts[row.class] += Number(row.n);
    counts.states[row.result] += Number(row.n);
  }
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
  const columns = 13;
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
  await sql`insert into subscribers (public_id, address, address_key, timezone, attributes, paused_until, created_at, updated_at)
    select public_id, address, address_key, timezone, attributes, paused_until, cast(${now} as bigint), cast(${now} as bigint)
    from import_step where subscriber_id is null and becomes is not null order by address_key
    on conflict (address_key) do nothing`.execute(db);
  await sql`update subscribers set timezone = coalesce(p.timezone, subscribers.timezone), updated_at = ${now},
      paused_until = coalesce(p.paused_until, subscribers.paused_until),
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
      order by ${reasonRank("suppress")} desc) as place from import_step
      where suppress is not null and class <> 'outdated') p
    where place = 1 order by address_key
    on conflict (address_key) do update set reason = excluded.reason, at = excluded.at, source = excluded.source
    where ${worseReason("excluded.reason", "suppressions.reason")}`.execute(db);
}

/** Puts the file's values over the present ones; an empty cell changes nothing. */
function mergedAttributes(dialect: Ledger["dialect"]) {
  return dialect === "sqlite"
    ? sql`json_patch(subscribers.attributes, p.attributes)`
    : sql`cast(cast(subscribers.attributes as jsonb) || cast(p.attributes as jsonb) as text)`;
}
