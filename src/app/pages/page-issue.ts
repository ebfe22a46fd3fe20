import type { Article } from "#src/model/pages/article.ts";
import type { IssueCard, OnlineIssue } from "#src/store/issues/online-issues.ts";

/** An issue as the public pages show it, whether the ledger, Resend or its file alone says that it was sent. */
export interface PageIssue {
  readonly slug: string;
  /** When its send began, ms UTC. */
  readonly startedAt: number;
  readonly archive: "public" | "unlisted" | "none";
  /** Null where nothing but the sent email is known. */
  readonly card: IssueCard | null;
  /** When the text that is shown began to differ from what was sent, ms UTC; null if it does not. */
  readonly correctedAt: number | null;
  /** Its id in the feeds for as long as they exist, even if its slug changes: no blanks, no slash. */
  readonly feedId: string;
}

/**
 * Makes a `PageIssue` of an issue that the ledger knows. Its feed id is its number there, which no rename
 * changes, unless another system mailed it.
 */
export function pageIssueOf({
  issueId,
  slug,
  startedAt,
  archive,
  card,
  correctedAt,
  feedId,
}: OnlineIssue): PageIssue {
  return { slug, startedAt, archive, card, correctedAt, feedId: feedId ?? `issue-${issueId}` };
}

/** What the page of an issue is made of. */
export interface IssuePage {
  readonly issue: PageIssue;
  readonly article: Article;
  /** The public issues after and before it; null where there is none. */
  readonly newer: PageIssue | null;
  readonly older: PageIssue | null;
  /** The parts of its series before and after it. */
  readonly series: SeriesParts;
}

/** The parts of a series before and after an issue that can be read online by now. */
export interface SeriesParts {
  readonly previous: PageIssue | null;
  readonly next: PageIssue | null;
}
