import { readPublicUrl } from "#src/app/config.ts";
import { SEGMENT_OPTION } from "#src/app/schedule/choose-segment.ts";
import { LetterpressError } from "#src/model/errors.ts";
import {
  type ParsedIssue,
  type Project,
  type ProjectOptions,
  loadProject,
} from "#src/project/load-project.ts";
import type { GlobalOptions, Io } from "./io.ts";

/** Loads the project as its files describe it; PUBLIC_URL overrides its address. `parse` takes the place of `parseIssue`. */
export async function openProject(
  { project }: GlobalOptions,
  io: Io,
  parse?: ProjectOptions["parse"],
): Promise<Project> {
  const url = readPublicUrl(io.env);
  return loadProject(project, {
    ...(url === null ? {} : { url }),
    ...(parse === undefined ? {} : { parse }),
  });
}

/** Returns the issues with these slugs; all issues if none is named. Throws `project/no-issue` for an unknown slug. */
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
      ? `No issue is named ${slug}: the folder issues/ is empty.`
      : `No issue is named ${slug}. The issues are ${known.join(", ")}.`,
    { hint: known.length === 0 ? 'Start one with `letterpress new "Title"`.' : "Name one of these." },
  );
}

/** The texts that findings quote, by path. A query from the command line has the name of its option as its path. */
export function textsOf(project: Project, segment?: string): ReadonlyMap<string, string> {
  const files = [...project.issues.map(({ source }) => source), ...project.snippets];
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  if (segment !== undefined) texts.set(SEGMENT_OPTION, segment);
  return texts;
}
