import { relative, sep } from "node:path";
import { LetterpressError } from "#src/model/errors.ts";
import { CONFIG } from "#src/project/check-config.ts";
import { git } from "#src/project/git.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { imagePaths } from "#src/project/read-images.ts";

/**
 * Returns the issues that changed since this branch left `since`, a commit by any name: in their files, their snippets or
 * their pictures, committed or not. A change to every issue (a template, the config) adds the newest issue of each
 * template, which shows the change without the whole archive. Throws `usage/invalid` for a commit that does not exist here.
 */
export async function touchedIssues(project: Project, since: string): Promise<readonly ParsedIssue[]> {
  const { root, newsletter } = project;
  const commit = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${since}^{commit}`];
  const base = await git(root, commit).catch(() => {
    throw new LetterpressError("usage/invalid", `Expected --since to name a commit, got ${since}.`, {
      hint: "Name one that this clone has. A clone of CI is shallow: check out with `fetch-depth: 2` for HEAD^1, and with 0 for a branch.",
    });
  });
  const names = ["--name-only", "--no-renames", "--relative", "-z"];
  const lists = await Promise.all([
    git(root, ["diff", ...names, "--merge-base", base, "--"]),
    git(root, ["ls-files", "--others", "--exclude-standard", "-z"]),
  ]);
  const changed = new Set(lists.flatMap((list) => list.split("\0")));
  const ofAll = [...changed].some((path) => path === CONFIG || path.startsWith("templates/"));
  const newest = new Set(ofAll ? newestOfEach(project.issues) : []);
  return project.issues.filter((parsed) => {
    const { issue, source } = parsed;
    if (newest.has(parsed) || changed.has(source.path)) return true;
    if (issue?.snippets.some(({ path }) => changed.has(path))) return true;
    const images = issue === null ? [] : imagePaths(root, issue, newsletter);
    return images.some((path) => isBelowIssues(path, root) && changed.has(slashed(path, root)));
  });
}

/** False for the logo, which is in every issue and changes with the config. */
function isBelowIssues(path: string, root: string): boolean {
  return slashed(path, root).startsWith("issues/");
}

function slashed(path: string, root: string): string {
  return relative(root, path).replaceAll(sep, "/");
}

/** The newest issue of each template. `issues` come newest first. */
function newestOfEach(issues: readonly ParsedIssue[]): ParsedIssue[] {
  const byTemplate = new Map<string, ParsedIssue>();
  for (const parsed of issues.toReversed())
    if (parsed.issue !== null) byTemplate.set(parsed.issue.template, parsed);
  return [...byTemplate.values()];
}
