import { SEGMENT_OPTION } from "#src/app/schedule/choose-segment.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { type ParsedIssue, type Project, loadProject } from "#src/project/load-project.ts";
import type { GlobalOptions, Io } from "./io.ts";

/** The project as its files say, under its public address where PUBLIC_URL gives another one. */
export async function openProject({ project }: GlobalOptions, io: Io): Promise<Project> {
  const url = io.env["PUBLIC_URL"]?.trim();
  return loadProject(project, url ? { url: url.replace(/\/+$/, "") } : {});
}

/** The issues with these slugs, all of them where none is named. Throws `project/no-issue` for a slug nobody has. */
export function chooseIssues(project: Project, slugs: readonly string[]): readonly ParsedIssue[] {
  if (slugs.length === 0) return project.issues;
  return slugs.map((slug) => chooseIssue(project, slug));
}

export function chooseIssue(project: Project, slug: string): ParsedIssue {
  const found = project.issues.find(({ source }) => source.slug === slug || source.path === slug);
  if (found !== undefined) return found;
  const known = project.issues.map(({ source }) => source.slug);
  throw new LetterpressError(
    "project/no-issue",
    known.length === 0
      ? `There is no issue ${slug}; the folder issues/ is empty.`
      : `There is no issue ${slug}; there are ${known.join(", ")}.`,
    { hint: known.length === 0 ? 'Start one with `letterpress new "Title"`.' : "Name one of them." },
  );
}

/** The texts findings can quote, by path; a query given on the command line under the name of its option. */
export function textsOf(project: Project, segment?: string): ReadonlyMap<string, string> {
  const texts = new Map(project.issues.map(({ source }) => [source.path, source.text]));
  if (segment !== undefined) texts.set(SEGMENT_OPTION, segment);
  return texts;
}
