import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { dirtyCommit, isClean } from "#src/store/sends/commit.ts";

/** A repository on a disk that does not answer must not hold up a look at the files. */
const TIMEOUT_MS = 10_000;

/**
 * The commit the project stands at, with the mark of a file that differs from it; null outside a repository or before its first
 * commit. `path` is relative to `root`.
 */
export async function gitCommit(root: string, path: string): Promise<string | null> {
  if (!isInRepository(root)) return null;
  const head = await git(root, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  if (head === null) return null;
  const [kept, file] = await Promise.all([
    git(root, ["rev-parse", "--verify", "--quiet", `HEAD:./${path}`]),
    git(root, ["hash-object", "--", path]),
  ]);
  return kept !== null && kept === file ? head : dirtyCommit(head);
}

/**
 * How a commit stands to another: `later` where it is the same or comes after it, `older` where it is known not to, and unknown
 * without git, for a file that differs from its commit, and where a shallow clone has cut off what would tell.
 */
export async function descentOf(
  root: string,
  commit: string | null,
  from: string | null,
): Promise<"later" | "older" | "unknown"> {
  if (!isClean(commit) || !isClean(from)) return "unknown";
  if (commit === from) return "later";
  const is = await exitOf(root, ["merge-base", "--is-ancestor", from, commit]);
  if (is === 0) return "later";
  // A clone that is whole has every commit before its own: one that it does not have at all is none of them.
  const isMissing = is === 128 && (await exitOf(root, ["cat-file", "-e", `${from}^{commit}`])) !== 0;
  if (is !== 1 && !isMissing) return "unknown";
  return (await git(root, ["rev-parse", "--is-shallow-repository"])) === "false" ? "older" : "unknown";
}

/** A tick looks at each file: outside a repository it would start git for each of them, only to be told so. */
function isInRepository(root: string): boolean {
  for (let folder = resolve(root); ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return true;
    if (folder === dirname(folder)) return false;
  }
}

/** What git prints; null where it fails or is not there. */
async function git(root: string, args: readonly string[]): Promise<string | null> {
  try {
    return (await run(root, args)).stdout.trim();
  } catch {
    return null;
  }
}

/** Git's exit code; null where it did not run to its end. */
async function exitOf(root: string, args: readonly string[]): Promise<number | null> {
  try {
    await run(root, args);
    return 0;
  } catch (error) {
    return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : null;
  }
}

function run(root: string, args: readonly string[]): Promise<{ readonly stdout: string }> {
  return promisify(execFile)("git", ["-C", root, ...args], { timeout: TIMEOUT_MS });
}
