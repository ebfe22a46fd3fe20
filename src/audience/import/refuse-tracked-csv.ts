import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { LetterpressError } from "#src/model/errors.ts";

/**
 * Refuse a file of subscribers that git would commit: everybody who can read the repository keeps what was pushed, and
 * no erasure reaches it. A file outside the project's repository, and one that git ignores, are fine.
 * Throws `audience/in-repository`.
 */
export async function refuseTrackedCsv(file: string, root: string): Promise<void> {
  const repository = repositoryOf(resolve(root));
  if (repository === null) return;
  const path = relative(realpathSync(repository), existsSync(file) ? realpathSync(file) : resolve(file));
  if (path.startsWith("..") || path.split(sep)[0] === ".git") return;
  if (await isIgnored(repository, path)) return;
  throw new LetterpressError(
    "audience/in-repository",
    `Expected subscribers outside the repository, got ${path}, which git does not ignore.`,
  );
}

function repositoryOf(folder: string): string | null {
  if (existsSync(join(folder, ".git"))) return folder;
  return dirname(folder) === folder ? null : repositoryOf(dirname(folder));
}

/** A tracked file counts as not ignored, whatever the patterns say. */
async function isIgnored(repository: string, path: string): Promise<boolean> {
  try {
    await promisify(execFile)("git", ["-C", repository, "check-ignore", "--quiet", "--", path]);
    return true;
  } catch {
    // Not ignored; or there is no git to ask, and then nothing speaks for the file.
    return false;
  }
}
