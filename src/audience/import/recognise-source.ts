import { validAddress } from "#src/audience/valid-address.ts";
import { SOURCES, type Source, type SourceName } from "./sources.ts";

/** Rows looked at where no header names the address. */
const SAMPLE = 50;

/** Which system wrote this file, by its header line; `from` decides instead where given. */
export function recogniseSource(
  header: readonly string[],
  file: string,
  from: SourceName | undefined,
): Source {
  const headers = new Set(header.map(plainHeader));
  // Our own export first: a declared attribute may have the name of another system's column.
  const own = headers.has("public_id") && headers.has("suppressed_at") ? "letterpress" : undefined;
  const wanted = from ?? own;
  const source = SOURCES.find(({ name, is }) => (wanted === undefined ? is(headers, file) : name === wanted));
  if (source === undefined) throw new RangeError(`There is no source ${from}.`);
  return source;
}

/**
 * The index of the column with addresses: the source's own header, a usual one, or (headers are translated) the
 * first column in which more than nine cells of ten are addresses. -1 where there is none.
 */
export function addressColumn(
  source: Source,
  header: readonly string[],
  rows: readonly (readonly string[])[],
): number {
  const headers = header.map(plainHeader);
  for (const name of [...source.address, "email", "email address", "email_address", "e-mail", "address"]) {
    const index = headers.indexOf(name);
    if (index >= 0) return index;
  }
  const sample = rows.slice(0, SAMPLE);
  if (sample.length === 0) return -1;
  return headers.findIndex(
    (_name, index) =>
      sample.filter((cells) => validAddress(cells[index] ?? "").ok).length > sample.length * 0.9,
  );
}

/** A header as it is compared. */
export function plainHeader(header: string): string {
  return header.trim().toLowerCase();
}
