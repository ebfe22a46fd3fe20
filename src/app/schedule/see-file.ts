import type { ParsedIssue } from "#src/project/load-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type IssueRow, seeIssue } from "#src/store/issues/issues.ts";

/** Remembers that an issue's file was seen, and the time it names. A file that names no time leaves the known time as it is. */
export async function seeFile(
  { db, clock }: Pick<Ledger, "db" | "clock">,
  { issue, source: { slug, path } }: ParsedIssue,
): Promise<IssueRow> {
  const isDraft = issue?.draft ?? true;
  return seeIssue(db, { slug, path, fileSendAt: issue?.sendAt?.source ?? null, isDraft }, clock.now());
}
