import { validAddress } from "#src/model/address/valid-address.ts";
import { bareAddress } from "./bare-address.ts";
import { fold } from "#src/audience/consent/fold.ts";
import type { Source } from "#src/audience/consent/source.ts";
import { SOURCES, type SourceName } from "#src/audience/consent/sources.ts";

/** Rows that are looked at if no header names the address. */
const SAMPLE = 50;
const USUAL = ["email", "email address", "e mail", "e mail address", "address", "subscriber"];

/** Recognises by the header line which system wrote this file; `from` decides instead if given. */
export function recogniseSource(
  header: readonly string[],
  file: string,
  from: SourceName | undefined,
): Source<SourceName> {
  const headers = new Set(header.map(fold));
  const source = SOURCES.find(({ name, is }) => (from === undefined ? is(headers, file) : name === from));
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
  const headers = header.map(fold);
  for (const name of [...source.address, ...USUAL]) {
    const index = headers.indexOf(name);
    if (index >= 0) return index;
  }
  const sample = rows.slice(0, SAMPLE);
  if (sample.length === 0) return -1;
  return headers.findIndex(
    (_name, index) =>
      sample.filter((cells) => validAddress(bareAddress(cells[index] ?? "")).ok).length > sample.length * 0.9,
  );
}
