import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { LetterpressError } from "#src/model/errors.ts";
import { printable } from "#src/audience/printable.ts";
import type { SourceName } from "#src/audience/consent/sources.ts";
import type { ImportRow } from "#src/store/readers/import-stage.ts";
import type { ImportOptions } from "./import-options.ts";
import { openColumns } from "./open-columns.ts";
import { parseMap } from "./parse-map.ts";
import { type CsvRow, readCsv } from "./read-csv.ts";
import { type RowReader, createRowReader } from "./read-row.ts";

/** A file read to its end. */
export interface ReadFile {
  readonly reader: RowReader;
  readonly from: SourceName;
  readonly rows: number;
  readonly refused: number;
  /** The first `REFUSALS_KEPT` refused rows. */
  readonly refusals: readonly { readonly line: number; readonly reason: string }[];
  readonly fileHash: string;
}

const REFUSALS_KEPT = 1_000;

/**
 * Read a file of people row by row; `take` gets each row that can be used. Memory does not grow with the file. Throws
 * `audience/invalid` for a file that cannot be read to its end.
 */
export async function readRows(
  file: string | Readable,
  options: ImportOptions & { source: string },
  now: number,
  take: (row: ImportRow) => Promise<void> | void,
): Promise<ReadFile> {
  const total = typeof file === "string" ? (await stat(file)).size : null;
  const csv = readCsv(file);
  const refusals: { line: number; reason: string }[] = [];
  let refused = 0;
  let rows = 0;
  let opened: { reader: RowReader; from: SourceName } | undefined;
  let waiting: CsvRow[] = [];
  const refuse = (line: number, reason: string) => {
    refused += 1;
    if (refusals.length < REFUSALS_KEPT) refusals.push({ line, reason });
  };
  const takeWaiting = async (reader: RowReader) => {
    for (const { cells, line } of waiting) {
      const row = reader.read(cells, line);
      if (row === null) continue;
      rows += 1;
      if ("refuse" in row) refuse(line, row.refuse);
      else await take(row);
    }
    waiting = [];
  };

  for await (const batch of csv.batches) {
    waiting = waiting.length === 0 ? batch : waiting.concat(batch);
    // A single line says nothing about a column whose header is in another language.
    if (opened === undefined && waiting.length < 2) continue;
    opened ??= open(waiting, options, now);
    await takeWaiting(opened.reader);
    options.onProgress?.({ phase: "reading", done: csv.bytes(), total });
  }
  opened ??= open(waiting, options, now);
  await takeWaiting(opened.reader);
  const broken = csv.broken();
  if (broken !== null) throw cutShort(options.source, broken);
  return { ...opened, rows, refused, refusals, fileHash: csv.sha256() };
}

/** A person whom an earlier row takes in may have left in a later row, so half a file is worse than none. */
function cutShort(
  file: string,
  { line, reason }: { readonly line: number; readonly reason: string },
): LetterpressError {
  const message = `Nothing was imported: ${printable(file)} cannot be read from line ${line} on: ${reason}.`;
  const hint = `A person in an earlier row may have unsubscribed in a later one. Correct line ${line} or export the file again, then run the same command again.`;
  return new LetterpressError("audience/invalid", message, { hint });
}

/** Takes the header off the first rows and settles what its columns mean. */
function open(
  rows: CsvRow[],
  {
    source: file,
    from,
    newsletter,
    list,
    suppressionKey,
    unstated = "pending",
    map = [],
    ignore = [],
  }: ImportOptions & {
    source: string;
  },
  now: number,
): { reader: RowReader; from: SourceName } {
  const columns = openColumns(rows, file, from);
  const maps = map.map(parseMap);
  const reader = createRowReader({
    ...columns,
    file,
    newsletter,
    list,
    suppressionKey,
    unstated,
    maps,
    ignore,
    now,
  });
  return { reader, from: columns.source.name };
}
