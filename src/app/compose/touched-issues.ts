import { relative, sep } from "node:path";
import { LetterpressError } from "#src/model/errors.ts";
import { CONFIG } from "#src/project/check-config.ts";
import { git } from "#src/project/git.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { imagePaths } from "#src/project/read-images.ts";

/**
 * The issues that differ from where this branch left `since`, a commit of any name: by their files or by their pictures, committed
 * or not. What changes every issue (a template, the config) adds the newest issue of each template: to see the change, not the
 * archive. Throws `usage/invalid` for a commit that is not there.
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

/** The logo is in every issue, and changes with the config. */
function isBelowIssues(path: string, root: string): boolean {
  return slashed(path, root).startsWith("issues/");
}

function slashed(path: string, root: string): string {
  return relative(root, path).replaceAll(sep, "/");
}

/** `issues` are the newest first. */
function newestOfEach(issues: readonly ParsedIssue[]): ParsedIssue[] {
  const byTemplate = new Map<string, ParsedIssue>();
  for (const parsed of issues.toReversed())
    if (parsed.issue !== null) byTemplate.set(parsed.issue.template, parsed);
  return [...byTemplate.values()];
}
