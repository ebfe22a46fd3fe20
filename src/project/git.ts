import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

/** A repository on a disk, or a remote, that does not answer must not hold up the caller. */
const TIMEOUT_MS = 20_000;
/** The list of every file of a large repository. */
const LONGEST_ANSWER = 64 * 2 ** 20;

/** What git prints in a folder, without its last line end. Rejects where git fails, is not there, or takes too long. */
export async function git(folder: string, args: readonly string[], timeout = TIMEOUT_MS): Promise<string> {
  // A question for a password would wait for an answer that nobody gives.
  const all = ["-C", folder, "-c", "credential.interactive=false", ...args];
  const { stdout } = await promisify(execFile)("git", all, { timeout, maxBuffer: LONGEST_ANSWER });
  return stdout.trimEnd();
}

/**
 * The folder of the repository that a folder lies in; null outside of one. Git itself is not asked: a tick looks at each file,
 * and would start it for each of them, only to be told that there is none.
 */
export function repositoryOf(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (at === dirname(at)) return null;
  }
}
