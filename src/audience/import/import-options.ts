import type { Newsletter } from "#src/model/newsletter.ts";
import type { ImportResult } from "#src/store/readers/import-classes.ts";
import type { SourceName } from "#src/audience/consent/sources.ts";

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
  /** How to read columns that cannot be known: `Accepts Marketing=status:yes>active,no>unsubscribed`. */
  readonly map?: readonly string[];
  /** Columns that say nothing about consent, even if their names do. */
  readonly ignore?: readonly string[];
  /** The command that was typed, without `map` and `ignore`, for hints that extend it. */
  readonly command?: string;
  /** Count what would happen and change nothing. */
  readonly dryRun?: boolean;
  /** Gets what the import would do before it writes; false changes nothing. Without it the import does not ask. */
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
 * Text of the file in it is printable. rows = the sum of `states` + duplicates + refused, and
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
  /** In which state the people of the file are once it is imported. */
  readonly states: Readonly<Record<ImportResult, number>>;
  readonly new: number;
  readonly updated: number;
  readonly unchanged: number;
  /** Unsubscribed here, not in the file: stay unsubscribed. */
  readonly preservedOptOuts: number;
  /** Subscribed here, opted out, bounced or complained in the file: unsubscribed by this import. */
  readonly unsubscribed: number;
  /** Suppressed or erased addresses: left alone. */
  readonly suppressed: number;
  /** Left in the file on a day before they confirmed here: stay. */
  readonly outdated: number;
  /** Further rows of somebody who has another row in the file; the worst status counts. */
  readonly duplicates: number;
  /** Rows not imported: how many, and why for the first 1,000 of them. */
  readonly refused: number;
  readonly refusals: readonly { readonly line: number; readonly reason: string }[];
  /** Rows whose source does not tell their status; they took `unstated`. */
  readonly unstated: number;
  /** Options that would read columns with a yes that did not count: `--map "Status=status:subscribed>active"`. */
  readonly proposedMaps: readonly string[];
  /** Rows with a word for leaving in a column that was ignored on demand. */
  readonly ignoredLeavers: number;
  /** Columns not kept because the configuration declares no attribute of that name. */
  readonly ignoredColumns: readonly string[];
  /** Values left out because they are not of the declared type, by column. */
  readonly ignoredValues: Readonly<Record<string, number>>;
  /** Dates that could be read two ways and were left out, by column. */
  readonly ambiguousDates: Readonly<Record<string, number>>;
  /** Days of joining or leaving that cannot be read, by column. */
  readonly unreadDates: Readonly<Record<string, number>>;
}
