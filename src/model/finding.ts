/** What parse or preflight has to say about an author's files. Collected, never thrown. */
export interface Finding {
  /** Stable id, `room/what-is-wrong`, for example `front-matter/unknown-key`. Tests and `accept:` match this. */
  readonly rule: string;
  /** An `error` keeps an issue from being scheduled or sent; a `warning` is printed; `info` is quiet. */
  readonly severity: "error" | "warning" | "info";
  /** Path relative to the project root. */
  readonly file: string;
  /** 1-based; null where the finding is about the whole file. */
  readonly line: number | null;
  /** 1-based, in UTF-16 units; null where only the line is known. */
  readonly column: number | null;
  /** One sentence: what was found. */
  readonly message: string;
  /** What to do about it; null where the message says it all. */
  readonly hint: string | null;
  /** The exact edit that mends it, applied by `letterpress check --fix`. */
  readonly fix: Fix | null;
}

/** Replace the characters from `start` up to `end` (UTF-16 offsets into the whole file) by `text`. */
export interface Fix {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** True when at least one finding keeps the issue from being sent. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
