import type { Issue } from "#src/model/issue.ts";
import type { IssueRow } from "#src/store/issues/issues.ts";

/**
 * A person's word about an issue, while its file lets it stand: until a file that is no draft names a time that the word was not
 * about. A draft, or a file that names no time, may be there for one look only, as `git stash` leaves it.
 */
export function standingWord(
  { word, word_for: times }: Pick<IssueRow, "word" | "word_for">,
  issue: Pick<Issue, "draft" | "sendAt"> | null,
): IssueRow["word"] {
  if (word === null || issue === null || issue.draft || issue.sendAt === null) return word;
  const says = asWritten(issue.sendAt.source);
  return (times ?? "").split("\n").some((time) => asWritten(time) === says) ? word : null;
}

/** The same time may be typed in several ways: `2026-12-01T09:00:00` is `2026-12-01 09:00`. */
function asWritten(time: string): string {
  return time
    .toLowerCase()
    .replace(/(\d)t(?=\d)/, "$1")
    .replace(/(:\d\d):00(?:\.0+)?(?=\D|$)/, "$1")
    .replace(/\s+/g, "");
}
