import { LetterpressError } from "#src/model/errors.ts";
import { printable } from "#src/audience/printable.ts";
import { validAddress } from "#src/model/address/valid-address.ts";
import { bareAddress } from "./bare-address.ts";
import type { CsvRow } from "./read-csv.ts";
import { addressColumn, recogniseSource } from "./recognise-source.ts";
import type { Source } from "#src/audience/consent/source.ts";
import type { SourceName } from "#src/audience/consent/sources.ts";

export interface OpenColumns {
  readonly source: Source<SourceName>;
  /** The headers as in the file; `column 1`, `column 2` if the first row is a person. */
  readonly header: readonly string[];
  /** Index of the column with addresses. */
  readonly address: number;
}

/**
 * Determine what a file's columns are from its first rows, and remove the header from `rows`. A first row that holds an
 * address is a person and stays.
 *
 * Throws `audience/invalid` for a file without addresses, for one whose header is not readable text, and for one with
 * two columns of the same name.
 */
export function openColumns(rows: CsvRow[], file: string, from: SourceName | undefined): OpenColumns {
  const first = rows[0]?.cells ?? [];
  const bare = first.some((cell) => validAddress(bareAddress(cell)).ok);
  const header = bare ? first.map((_cell, index) => `column ${index + 1}`) : first;
  if (!bare) rows.shift();
  refuseUnreadable(header, file);
  refuseTwins(header, file);
  const source = recogniseSource(header, file, from);
  const cells = rows.map((row) => row.cells);
  const address = bare
    ? first.findIndex((cell) => validAddress(bareAddress(cell)).ok)
    : addressColumn(source, header, cells);
  if (address < 0) {
    const found = header.length === 0 ? "an empty file" : header.slice(0, 12).map(printable).join(", ");
    throw new LetterpressError(
      "audience/invalid",
      `Expected a column of email addresses in ${printable(file)}, got ${found}.`,
      { hint: "Name the column of addresses email in the file's first line." },
    );
  }
  return { source, header, address };
}

/** The first bytes of every ZIP that contains files; an empty ZIP has other bytes, and nothing to import. */
const ZIP = "PK\u0003";

/** A header in another encoding may belong to a column that says no, and nobody would recognise it. */
function refuseUnreadable(header: readonly string[], file: string): void {
  const bad = header.find((name) => name.startsWith(ZIP) || /[\uFFFD\0]/.test(name));
  if (bad === undefined) return;
  if (header[0]?.startsWith(ZIP) === true)
    throw new LetterpressError("audience/invalid", `${printable(file)} cannot be read as CSV.`, {
      hint: "This is a ZIP. Unpack it and import each CSV in it.",
    });
  const found = JSON.stringify(printable(bad.slice(0, 40)));
  throw new LetterpressError(
    "audience/invalid",
    `The first line of ${printable(file)} is not UTF-8: ${found}.`,
    {
      hint: "Save the file as CSV in UTF-8, then import it again.",
    },
  );
}

/** Of two columns with the same name only one could be read, and the other may be the column that says no. */
export function refuseTwins(header: readonly string[], file: string): void {
  const seen = new Map<string, number>();
  for (const [index, text] of header.entries()) {
    const name = text.normalize("NFKC").trim().toLowerCase().replace(/\s+/gu, " ");
    if (name === "") continue;
    const before = seen.get(name);
    if (before !== undefined) {
      throw new LetterpressError(
        "audience/invalid",
        `Columns ${before + 1} and ${index + 1} of ${printable(file)} have the same name, ${JSON.stringify(printable(text.trim()))}.`,
        { hint: "Rename or remove one of them in the file's first line, then import it again." },
      );
    }
    seen.set(name, index);
  }
}

/**
 * Returns the index of the column that a person named: by its header in any case, as it is printed, or as `column N`.
 * Throws `usage/invalid` if there is no such column.
 */
export function namedColumn(header: readonly string[], name: string): number {
  const wanted = name.trim().toLowerCase();
  const same = (text: string) => text.trim().toLowerCase() === wanted;
  const found = header.findIndex((text) => same(text) || same(printable(text)));
  if (found >= 0) return found;
  const place = /^column (\d+)$/.exec(wanted);
  if (place !== null && Number(place[1]) >= 1 && Number(place[1]) <= header.length)
    return Number(place[1]) - 1;
  throw new LetterpressError(
    "usage/invalid",
    `There is no column ${JSON.stringify(printable(name))}; the file has ${header.map(printable).join(", ")}.`,
    { hint: 'Name a column as it stands in the file\'s first line, or as "column 3".' },
  );
}
