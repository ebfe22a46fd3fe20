import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

/** A disk or a remote that does not answer must not hold up the caller. */
const TIMEOUT_MS = 20_000;
/** Room for the list of every file of a large repository, in bytes. */
const LONGEST_ANSWER = 64 * 2 ** 20;

/** Returns what git prints in a folder, without its last line end. Rejects if git fails, is not installed, or takes too long. */
export async function git(folder: string, args: readonly string[], timeout = TIMEOUT_MS): Promise<string> {
  // A prompt for a password would wait for an answer that nobody gives.
  const all = ["-C", folder, "-c", "credential.interactive=false", ...args];
  const { stdout } = await promisify(execFile)("git", all, { timeout, maxBuffer: LONGEST_ANSWER });
  return stdout.trimEnd();
}

/**
 * Returns the folder of the repository that contains a folder; null outside of a repository. Does not ask git: a tick
 * looks at each file, and would start git for each of them only to learn that there is no repository.
 */
export function repositoryOf(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (at === dirname(at)) return null;
  }
}
