import type { EarlierIssue } from "#src/model/facts.ts";
import type { Issue } from "#src/model/issue.ts";
import { dateOfPath } from "#src/issue/front-matter/slug-of.ts";
import { bareUrl } from "#src/preflight/links/bare-url.ts";
import type { Project } from "#src/project/load-project.ts";

interface Dated extends EarlierIssue {
  readonly slug: string;
  readonly list: string;
}

/** The dated issues of each reading of a project, kept because each issue is compared with all the others. */
const all = new WeakMap<Project["issues"], readonly Dated[]>();

/** Issues of the same list that are dated before this one, newest first. */
export function earlierIssues(project: Project, issue: Issue): readonly EarlierIssue[] {
  const known = all.get(project.issues) ?? project.issues.flatMap((one) => datedOf(one.issue) ?? []);
  all.set(project.issues, known);
  const day = dayOf(issue);
  // An issue without a day is being written: everything that was sent comes before it.
  return known.filter(
    ({ slug, list, date }) =>
      slug !== issue.slug && list === issue.list && (day === null || (date ?? "") < day),
  );
}

function datedOf(issue: Issue | null): Dated | null {
  if (issue === null || issue.draft || issue.trigger !== null) return null;
  const { path, slug, list, title, subject, previewText, links } = issue;
  const pages = links.flatMap(({ url }) => (/^https?:/i.test(url) ? [bareUrl(url)] : []));
  const hasPreview = issue.keyPlaces["preview_text"] !== undefined;
  return {
    path,
    slug,
    list,
    title,
    subject,
    previewText: hasPreview ? previewText : null,
    date: dayOf(issue),
    links: pages,
  };
}

function dayOf({ date, path }: Issue): string | null {
  return date ?? (dateOfPath(path) || null);
}
