import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import type { Kysely } from "kysely";
import { LetterpressError } from "#src/model/errors.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import {
  type MergeCounts,
  bucketOf,
  createStage,
  dropStage,
  mergeStage,
  packRow,
  stageRows,
} from "#src/store/readers/import-rows.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { type CsvRow, readCsv } from "./read-csv.ts";
import { type RowReader, createRowReader } from "./read-row.ts";
import { addressColumn, recogniseSource } from "./recognise-source.ts";
import type { SourceName } from "./sources.ts";

export interface ImportOptions {
  /** For rows that name no list of their own. */
  readonly list: string;
  readonly newsletter: Newsletter;
  /** SUPPRESSION_KEY. */
  readonly suppressionKey: string;
  /** The file's name: evidence, and where some systems put the status. Default: the name of `file`. */
  readonly source?: string;
  /** The system that wrote the file; recognised by its header where not given. */
  readonly from?: SourceName;
  /** State of rows whose source does not tell whether they may be mailed. Default pending: they get nothing. */
  readonly unstated?: "active" | "pending";
  /** Count what would happen and change nothing. */
  readonly dryRun?: boolean;
  /** Shown what the import would do before it does anything; false leaves everything as it is. Without it nobody is asked. */
  readonly approve?: (summary: ImportSummary) => Promise<boolean>;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly phase: "reading" | "comparing" | "writing";
  /** Bytes read, or rows compared or written; `total` is null where it is not known. */
  readonly done: number;
  readonly total: number | null;
}

/** rows = new + updated + unchanged + preservedOptOuts + unsubscribed + suppressed + duplicates + refused. */
export interface ImportSummary {
  /** The system recognised. */
  readonly from: SourceName;
  readonly source: string;
  /** SHA-256 (hex) of the file. */
  readonly fileHash: string;
  readonly dryRun: boolean;
  readonly rows: number;
  readonly new: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Unsubscribed here, not in the file: stay unsubscribed. */
  readonly preservedOptOuts: number;
  /** Subscribed here, opted out, bounced or complained in the file: unsubscribed by this import. */
  readonly unsubscribed: number;
  /** Suppressed or erased addresses: left alone. */
  readonly suppressed: number;
  /** Further rows of somebody who has another row in the file; the worst status counts. */
  readonly duplicates: number;
  /** Rows not imported: how many, and why for the first 1,000 of them. */
  readonly refused: number;
  readonly refusals: readonly { readonly line: number; readonly reason: string }[];
  /** Rows whose source does not tell their status; they took `unstated`. */
  readonly unstated: number;
  /** Columns not kept because the configuration declares no attribute of that name. */
  readonly ignoredColumns: readonly string[];
  /** Values left out because they are not of the declared type, by column. */
  readonly ignoredValues: Readonly<Record<string, number>>;
}

const REFUSALS_KEPT = 1_000;
/** Characters of rows packed into one row of the stage: there is one such pack in memory per bucket. */
const PACK = 50_000;

/**
 * Read a CSV of subscribers into the ledger. Memory stays the same for any size; nobody who unsubscribed, was
 * suppressed or erased comes back; no mail leaves. A bad row is refused by line and the rest goes in. Importing the
 * same file again changes nothing, so an import that was interrupted is simply run again.
 *
 * Takes the ledger's connection for as long as it runs: where others are waiting, use `importInWorker`.
 *
 * Throws `audience/unknown-list`, and `audience/invalid` where the file has no column of addresses.
 */
export async function importSubscribers(
  ledger: Ledger,
  file: string | Readable,
  options: ImportOptions,
): Promise<ImportSummary> {
  if (!Object.hasOwn(options.newsletter.lists, options.list)) {
    throw new LetterpressError(
      "audience/unknown-list",
      `Expected one of ${Object.keys(options.newsletter.lists).join(", ")}, got ${JSON.stringify(options.list)}.`,
    );
  }
  const source = options.source ?? (typeof file === "string" ? basename(file) : "(stream)");
  return ledger.db.connection().execute(async (db) => {
    await createStage(db);
    try {
      return await run(db, ledger, file, { ...options, source });
    } finally {
      await dropStage(db);
    }
  });
}

async function run(
  db: Kysely<Database>,
  ledger: Ledger,
  file: string | Readable,
  options: ImportOptions & { source: string },
): Promise<ImportSummary> {
  const now = ledger.clock.now();
  const staged = await stageFile(db, file, options, now);
  const merge = async (dryRun: boolean) => {
    let done = 0;
    const counts = await mergeStage(
      db,
      ledger.dialect,
      {
        dryRun,
        now,
        source: `import:${staged.from}`,
        evidence: { file: options.source, sha256: staged.fileHash },
      },
      (merged) => {
        done += merged;
        const phase = dryRun ? "comparing" : "writing";
        options.onProgress?.({ phase, done, total: staged.rows - staged.refused });
      },
    );
    return summaryOf(staged, counts, { source: options.source, dryRun });
  };
  if (options.dryRun === true) return merge(true);
  if (options.approve === undefined) return merge(false);
  const planned = await merge(true);
  return (await options.approve(planned)) ? merge(false) : planned;
}

function summaryOf(
  { reader, from, rows, refused, refusals, fileHash }: Staged,
  counts: MergeCounts,
  { source, dryRun }: { readonly source: string; readonly dryRun: boolean },
): ImportSummary {
  return {
    from,
    source,
    fileHash,
    dryRun,
    rows,
    new: counts.new,
    updated: counts.updated,
    unchanged: counts.unchanged,
    preservedOptOuts: counts.preserved,
    unsubscribed: counts.unsubscribed,
    suppressed: counts.suppressed,
    duplicates: counts.duplicates,
    refused,
    refusals,
    unstated: reader.unstated(),
    ignoredColumns: reader.ignoredColumns,
    ignoredValues: Object.fromEntries(reader.ignoredValues),
  };
}

interface Staged {
  readonly reader: RowReader;
  readonly from: SourceName;
  readonly rows: number;
  readonly refused: number;
  readonly refusals: { line: number; reason: string }[];
  readonly fileHash: string;
}

async function stageFile(
  db: Kysely<Database>,
  file: string | Readable,
  options: ImportOptions & { source: string },
  now: number,
): Promise<Staged> {
  const total = typeof file === "string" ? (await stat(file)).size : null;
  const csv = readCsv(file);
  const packs = new Map<string, { rows: string[]; length: number }>();
  let packed = 0;
  const refusals: { line: number; reason: string }[] = [];
  let refused = 0;
  let rows = 0;
  let reader: RowReader | undefined;
  let from: SourceName = "generic";
  let waiting: CsvRow[] = [];
  const refuse = (line: number, reason: string) => {
    refused += 1;
    if (refusals.length < REFUSALS_KEPT) refusals.push({ line, reason });
  };

  for await (const batch of csv.batches) {
    waiting = waiting.length === 0 ? batch : waiting.concat(batch);
    // One line alone says nothing about a column whose header is in another language.
    if (reader === undefined && waiting.length < 2) continue;
    if (reader === undefined) ({ reader, from } = open(waiting, options, now));
    for (const { cells, line } of waiting) {
      const row = reader.read(cells, line);
      if (row === null) continue;
      rows += 1;
      if ("refuse" in row) {
        refuse(line, row.refuse);
        continue;
      }
      const bucket = bucketOf(row.addressKey);
      let pack = packs.get(bucket);
      if (pack === undefined) packs.set(bucket, (pack = { rows: [], length: 0 }));
      const text = packRow(row);
      pack.rows.push(text);
      pack.length += text.length;
      if (pack.length < PACK) continue;
      packs.delete(bucket);
      await stageRows(db, packed, bucket, pack.rows);
      packed += 1;
    }
    waiting = [];
    options.onProgress?.({ phase: "reading", done: csv.bytes(), total });
  }
  reader ??= open(waiting, options, now).reader;
  for (const [bucket, pack] of packs) {
    await stageRows(db, packed, bucket, pack.rows);
    packed += 1;
  }
  const broken = csv.broken();
  if (broken !== null) {
    rows += 1;
    refuse(broken.line, broken.reason);
  }
  return { reader, from, rows, refused, refusals, fileHash: csv.sha256() };
}

/** Takes the header off the first rows and settles what its columns mean. */
function open(
  rows: CsvRow[],
  options: ImportOptions & { source: string },
  now: number,
): { reader: RowReader; from: SourceName } {
  const header = rows.shift()?.cells ?? [];
  const source = recogniseSource(header, options.source, options.from);
  const address = addressColumn(
    source,
    header,
    rows.map(({ cells }) => cells),
  );
  if (address < 0) {
    throw new LetterpressError(
      "audience/invalid",
      `Expected a column of email addresses in ${options.source}, got ${header.length === 0 ? "an empty file" : header.slice(0, 12).join(", ")}.`,
    );
  }
  const { newsletter, list, suppressionKey, unstated = "pending" } = options;
  const file = options.source;
  const reader = createRowReader({
    source,
    header,
    address,
    file,
    newsletter,
    list,
    suppressionKey,
    unstated,
    now,
  });
  return { reader, from: source.name };
}
