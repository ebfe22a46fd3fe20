import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { type CsvError, type Parser, parse } from "csv-parse";

/** A row as written in the file. `line` is the 1-based line on which it starts. */
export interface CsvRow {
  readonly cells: readonly string[];
  readonly line: number;
}

export interface CsvReading {
  /** Rows in the order of the file, header first; each batch holds the rows of one piece of the file. */
  readonly batches: AsyncIterable<CsvRow[]>;
  /** Bytes read so far. */
  bytes(): number;
  /** SHA-256 (hex) of the whole file. Only once `batches` has ended. */
  sha256(): string;
  /** Where and why reading stopped before the end of the file; null if it did not. */
  broken(): { line: number; reason: string } | null;
}

/** A row with more bytes has a quote that was never closed, and would take the rest of the file into memory. */
const LONGEST_ROW = 16 * 1024 * 1024;
const PIECE = 64 * 1024;

/**
 * Read CSV as other systems write it: UTF-8 with or without a byte order mark, UTF-16 with one; commas, semicolons,
 * tabs or bars, found in the first line or named by `sep=`; quotes, and line ends of any kind. Memory does not grow with
 * the file. Errors of the file system are thrown as they come.
 */
export function readCsv(input: string | Readable): CsvReading {
  const hash = createHash("sha256");
  let bytes = 0;
  let broken: { line: number; reason: string } | null = null;

  async function* batches(): AsyncGenerator<CsvRow[]> {
    let rows: CsvRow[] = [];
    let last = 0;
    let twice = 0;
    let failed: CsvError | undefined;
    let parser: Parser | undefined;
    const onRecord = (cells: string[], lines: number): null => {
      // The parser counts a CR LF inside quotes as two lines.
      const inside = lines - twice - last > 1 ? newlines(cells) : NO_NEWLINES;
      twice += inside.crlf;
      last = lines - twice;
      rows.push({ cells, line: last - inside.all });
      return null;
    };
    for await (const text of decoded(input, (chunk) => {
      hash.update(chunk);
      bytes += chunk.length;
    })) {
      // What follows an unclosed quote is still read, for the hash.
      if (failed !== undefined) continue;
      parser ??= openParser(text, onRecord, (error) => (failed = error));
      if (!parser.write(text) && parser.writableNeedDrain && failed === undefined)
        await once(parser, "drain");
      if (rows.length > 0) yield rows;
      rows = [];
    }
    if (parser !== undefined && failed === undefined) await end(parser);
    if (rows.length > 0) yield rows;
    if (failed !== undefined) broken = { line: last + 1, reason: reasonOf(failed) };
  }

  return { batches: batches(), bytes: () => bytes, sha256: () => hash.digest("hex"), broken: () => broken };
}

/** Pieces of the file: bytes of UTF-8 as they are, UTF-16 as text. The first piece holds at least the first line, if it is short. */
async function* decoded(
  input: string | Readable,
  seen: (chunk: Buffer) => void,
): AsyncGenerator<Buffer | string> {
  const stream = typeof input === "string" ? createReadStream(input, { highWaterMark: PIECE }) : input;
  let head: Buffer | undefined = Buffer.alloc(0);
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const piece of stream as AsyncIterable<Buffer | string>) {
    const chunk = typeof piece === "string" ? Buffer.from(piece) : piece;
    seen(chunk);
    if (head === undefined) {
      yield decoder?.decode(chunk, { stream: true }) ?? chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < PIECE && !head.includes(10)) continue;
    decoder = decoderFor(head);
    yield decoder?.decode(head, { stream: true }) ?? head;
    head = undefined;
  }
  if (head !== undefined && head.length > 0) yield decoderFor(head)?.decode(head) ?? head;
}

function decoderFor(head: Buffer): InstanceType<typeof TextDecoder> | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder("utf-16le");
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder("utf-16be");
  return undefined;
}

function openParser(
  first: Buffer | string,
  onRecord: (cells: string[], lines: number) => null,
  onError: (error: CsvError) => void,
): Parser {
  const line = /^\uFEFF?[\r\n]*([^\r\n]*)/.exec(first.toString().slice(0, PIECE))?.[1] ?? "";
  const named = /^"?sep=(.)"?$/i.exec(line)?.[1];
  const parser = parse({
    bom: true,
    delimiter: named ?? likelyDelimiter(line),
    from_line: named === undefined ? 1 : 2,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
    on_record: (record: string[], context) => onRecord(record, context.lines),
  });
  parser.on("error", (error) => onError(error as CsvError));
  parser.resume();
  return parser;
}

/** Returns the one of the four delimiters that occurs most often in the header, outside quotes. */
function likelyDelimiter(line: string): string {
  const bare = line.replace(/"[^"]*"/g, "");
  const count = (delimiter: string) => bare.split(delimiter).length;
  return [",", ";", "\t", "|"].reduce((best, next) => (count(next) > count(best) ? next : best));
}

async function end(parser: Parser): Promise<void> {
  const over = new Promise<void>((resolve) => parser.once("close", resolve));
  parser.end();
  await over;
}

/** Line ends inside a row's cells, and how many of them are CR LF. */
function newlines(cells: readonly string[]): { all: number; crlf: number } {
  const found = cells.flatMap((cell) => cell.match(/\r\n|\r|\n/g) ?? []);
  return { all: found.length, crlf: found.filter((end) => end.length === 2).length };
}

const NO_NEWLINES = { all: 0, crlf: 0 };

function reasonOf(error: CsvError): string {
  return error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE"
    ? "a quote opened there is never closed"
    : error.message;
}
