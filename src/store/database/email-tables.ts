import type { OverruledRule } from "#src/model/finding.ts";

/** Every email that an issue was ever scheduled with. */
export interface IssueTextsTable {
  issue_id: number;
  digest: string;
  /** SHA-256 (hex) of the file's text without its `send_at`; null where it was not kept yet. */
  text_sha: string | null;
  /** The same hash of the file's body alone, without whitespace. */
  body_sha: string | null;
  at: number;
}

/** Findings that no longer keep an email back: accepted by its file or forced by a person, by rule. */
export interface OverruledTable extends OverruledRule {
  readonly issue_id: number;
  readonly digest: string;
}
