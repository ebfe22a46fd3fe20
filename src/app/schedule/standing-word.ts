import { readSendAt } from "#src/issue/front-matter/read-send-at.ts";
import { sourceReporter } from "#src/issue/source-reporter.ts";
import type { Issue, SendAt } from "#src/model/issue.ts";
import type { IssueRow } from "#src/store/issues/issues.ts";

/**
 * Returns a person's word about an issue while its file lets it stand: until a file that is no draft names a time that the
 * word was not about. A draft, or a file that names no time, may be there for one look only, as `git stash` leaves it.
 */
export function standingWord(
  { word, word_for: times }: Pick<IssueRow, "word" | "word_for">,
  issue: Pick<Issue, "draft" | "sendAt"> | null,
): IssueRow["word"] {
  if (word === null || issue === null || issue.draft || issue.sendAt === null) return word;
  const { sendAt } = issue;
  return (times ?? "").split("\n").some((time) => isSameTime(time, sendAt)) ? word : null;
}

/** The same time may be typed in several ways: `2026-12-01T14:00Z` is `2026-12-01 09:00` in Lima. */
function isSameTime(typed: string, now: SendAt): boolean {
  if (typed === now.source) return true;
  const then = readSendAt(typed, { zone: now.zone, slot: null, at: 0 }, sourceReporter("", typed));
  if (then === null || then.kind === "next" || now.kind === "next") return false;
  return then.at === now.at && (then.kind === "local") === (now.kind === "local");
}
