import { stringify } from "csv-stringify/sync";

/** A CSV as exports write it, with a header. */
export function csv(rows: readonly Readonly<Record<string, string>>[]): string {
  return stringify([...rows], { header: true });
}

/** JSON as it stands in an attribute of HTML. */
export function attrs(value: unknown): string {
  return JSON.stringify(value).replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
