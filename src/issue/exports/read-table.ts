import { parse } from "csv-parse/sync";

export type Row = Readonly<Record<string, string>>;

/** The rows of a CSV by the names of their columns, in small letters. */
export function readTable(text: string): readonly Row[] {
  return parse(text, {
    bom: true,
    columns: (names: readonly string[]) => names.map((name) => name.trim().toLowerCase()),
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  }) as Row[];
}

/** Returns the first of these cells that holds something. */
export function cell(row: Row, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = row[name]?.trim() ?? "";
    if (value !== "") return value;
  }
  return null;
}
