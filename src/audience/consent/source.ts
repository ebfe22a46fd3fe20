import type { Reading } from "./readings.ts";
import type { RowState } from "./row-state.ts";

/** How the cells of a column are read. `column` is its folded header (`email marketing consent`) or a pattern for it. */
interface ConsentColumn {
  readonly column: string | RegExp;
  readonly reads: Reading;
}

/** A system whose export is recognised. Headers are compared folded: small letters, one space between words. */
export interface Source<Name extends string = string> {
  readonly name: Name;
  /** True for a header line of this system. */
  readonly is: (headers: ReadonlySet<string>, file: string) => boolean;
  readonly address: readonly string[];
  /** `since`: when the person subscribed, from the first of these columns whose cell is not blank. `left`: when they left. */
  readonly since: readonly string[];
  readonly left?: readonly string[];
  /** A column with all attributes as JSON. */
  readonly packed?: string;
  /** Columns kept as evidence of consent, by the name under which they are kept. */
  readonly evidence?: Readonly<Record<string, string>>;
  /** Columns that say who may be mailed. If several say something, the worst counts; if none does, nobody is active. */
  readonly consent: readonly ConsentColumn[];
  /** Columns whose names speak of consent but whose cells do not. */
  readonly aside?: readonly (string | RegExp)[];
  /** For a system that states the status in the file's name or by the columns that it writes. */
  readonly file?: (headers: ReadonlySet<string>, file: string) => RowState | undefined;
  /** Why the row with this address must be left out; undefined if it need not be. */
  readonly refuses?: (address: string) => string | undefined;
  /** True if the system tells who may be mailed. In a file of unknown origin only words for leaving count. */
  readonly trusted: boolean;
}

/** Does a column's folded header match? */
export function matches(column: string | RegExp, header: string): boolean {
  return typeof column === "string" ? column === header : column.test(header);
}

type Headers = ReadonlySet<string>;

/** Are all of these columns there? */
export const hasAll = (headers: Headers, ...names: string[]) => names.every((name) => headers.has(name));
/** Is one of these columns there? */
export const hasAny = (headers: Headers, ...names: string[]) => names.some((name) => headers.has(name));
/** Does a column match this pattern? */
export const someMatch = (headers: Headers, pattern: RegExp) =>
  [...headers].some((name) => pattern.test(name));
