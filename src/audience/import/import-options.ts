import type { Newsletter } from "#src/model/newsletter.ts";
import type { ImportResult } from "#src/store/readers/import-classes.ts";
import type { SourceName } from "#src/audience/consent/sources.ts";

export interface ImportOptions {
  /** The list of rows that name none. */
  readonly list: string;
  readonly newsletter: Newsletter;
  /** SUPPRESSION_KEY. */
  readonly suppressionKey: string;
  /** The file's name. It is kept as evidence, and some systems put the status in it. Default: the name of `file`. */
  readonly source?: string;
  /** The system that wrote the file; recognised by the file's header if not given. */
  readonly from?: SourceName;
  /** The state of rows whose source does not tell whether they may be mailed. Default pending: they get nothing. */
  readonly unstated?: "active" | "pending";
  /** How to read columns whose meaning cannot be known: `Accepts Marketing=status:yes>active,no>unsubscribed`. */
  readonly map?: readonly string[];
  /** Columns that say nothing about consent, even if their names do. */
  readonly ignore?: readonly string[];
  /** The command that was typed, without `map` and `ignore`, for hints that extend it. */
  readonly command?: string;
  /** Count what would happen and change nothing. */
  readonly dryRun?: boolean;
  /**
   * Gets what the import would do, before it writes anything; if the answer is false, nothing changes. Without
   * `approve` the import does not ask.
   */
  readonly approve?: (summary: ImportSummary) => Promise<boolean>;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly phase: "reading" | "comparing" | "writing";
  /** Bytes read, or rows compared or written; `total` is null where it is not known. */
  readonly done: number;
  readonly total: number | null;
}

/**
 * Every text that comes from the file is printable. rows = the sum of `states` + duplicates + refused, and
 * rows = new + updated + unchanged + preservedOptOuts + unsubscribed + suppressed + outdated + duplicates + refused.
 */
export interface ImportSummary {
  /** The system recognised. */
  readonly from: SourceName;
  readonly source: string;
  /** SHA-256 (hex) of the file. */
  readonly fileHash: string;
  readonly dryRun: boolean;
  readonly rows: number;
  /** In which state the people of the file are after the import. */
  readonly states: Readonly<Record<ImportResult, number>>;
  readonly new: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Unsubscribed here but not in the file: they stay unsubscribed. */
  readonly preservedOptOuts: number;
  /** Subscribed here, opted out, bounced or complained in the file: unsubscribed by this import. */
  readonly unsubscribed: number;
  /** Suppressed or erased addresses: they are left alone. */
  readonly suppressed: number;
  /** Left according to the file, but on a day before they confirmed here: they stay. */
  readonly outdated: number;
  /** Further rows of somebody who has another row in the file; the worst status counts. */
  readonly duplicates: number;
  /** Rows not imported: how many, and why for the first 1,000 of them. */
  readonly refused: number;
  readonly refusals: readonly { readonly line: number; readonly reason: string }[];
  /** Rows whose source does not tell their status; they took `unstated`. */
  readonly unstated: number;
  /** Options that would make a yes count in columns where it did not: `--map "Status=status:subscribed>active"`. */
  readonly proposedMaps: readonly string[];
  /** Rows with a word for leaving in a column that the person chose to ignore. */
  readonly ignoredLeavers: number;
  /** Columns not kept because the configuration declares no attribute of that name. */
  readonly ignoredColumns: readonly string[];
  /** Values left out because they are not of the declared type, by column. */
  readonly ignoredValues: Readonly<Record<string, number>>;
  /** Dates that were left out because they could be read two ways, by column. */
  readonly ambiguousDates: Readonly<Record<string, number>>;
  /** Days of joining or leaving that cannot be read, by column. */
  readonly unreadDates: Readonly<Record<string, number>>;
}
