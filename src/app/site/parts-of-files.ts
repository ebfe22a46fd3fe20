import type { PageIssue } from "#src/app/pages/page-issue.ts";
import { cardOf } from "#src/app/pages/save-card.ts";
import type { Issue } from "#src/model/issue.ts";
import type { ParsedIssue } from "#src/project/load-project.ts";

/** The parts of series among issues that were sent, as their files say: what a page's links to its neighbours are made of. */
export function partsOfFiles(
  issues: readonly ParsedIssue[],
  startOf: (slug: string) => number | null,
): readonly PageIssue[] {
  return issues.flatMap(({ issue }) => {
    if (issue === null || issue.series === null || issue.trigger !== null) return [];
    const startedAt = startOf(issue.slug);
    return startedAt === null ? [] : [partOf(issue, startedAt)];
  });
}

/** An issue as far as its neighbours need to know it. */
export function partOf(issue: Issue, startedAt: number): PageIssue {
  const { slug, archive } = issue;
  return { slug, archive, startedAt, card: cardOf(issue, {}), correctedAt: null, feedId: slug };
}
