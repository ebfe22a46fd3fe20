import { existsSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { git, repositoryOf } from "./git.ts";
import { leadsOut } from "./leads-out.ts";

/**
 * Returns the path, in the repository of `root`, of a file that git tracks or would add there; null for a file that git
 * ignores or that lies elsewhere. Everybody who can read a repository keeps what was pushed to it. The file need not
 * exist.
 */
export async function wouldCommit(file: string, root: string): Promise<string | null> {
  const repository = repositoryOf(root);
  if (repository === null) return null;
  const path = relative(realpathSync(repository), realPathOf(resolve(file)));
  if (leadsOut(path) || path.split(sep)[0] === ".git") return null;
  return (await isIgnored(repository, path)) ? null : path;
}

/** A file that does not exist yet is judged by its folder: a link may lead out of the repository, or into it. */
function realPathOf(file: string): string {
  if (existsSync(file)) return realpathSync(file);
  return existsSync(dirname(file)) ? join(realpathSync(dirname(file)), basename(file)) : file;
}

/** A tracked file counts as not ignored, whatever the patterns say. */
async function isIgnored(repository: string, path: string): Promise<boolean> {
  try {
    await git(repository, ["check-ignore", "--quiet", "--", path]);
    return true;
  } catch {
    // The file is not ignored, or there is no git to ask: then it counts as not ignored.
    return false;
  }
}
