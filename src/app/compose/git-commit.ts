import { git, repositoryOf } from "#src/project/git.ts";
import { dirtyCommit, isClean } from "#src/store/sends/commit.ts";

/** A repository on a disk that does not answer must not hold up a look at the files. */
const TIMEOUT_MS = 10_000;

/**
 * The commit the project stands at, with the mark of a file that differs from it; null outside a repository or before its first
 * commit. `path` is relative to `root`.
 */
export async function gitCommit(root: string, path: string): Promise<string | null> {
  if (repositoryOf(root) === null) return null;
  const head = await printed(root, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  if (head === null) return null;
  const [kept, file] = await Promise.all([
    printed(root, ["rev-parse", "--verify", "--quiet", `HEAD:./${path}`]),
    printed(root, ["hash-object", "--", path]),
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
  return (await printed(root, ["rev-parse", "--is-shallow-repository"])) === "false" ? "older" : "unknown";
}

/** What git prints; null where it fails or is not there. */
async function printed(root: string, args: readonly string[]): Promise<string | null> {
  try {
    return await git(root, args, TIMEOUT_MS);
  } catch {
    return null;
  }
}

/** Git's exit code; null where it did not run to its end. */
async function exitOf(root: string, args: readonly string[]): Promise<number | null> {
  try {
    await git(root, args, TIMEOUT_MS);
    return 0;
  } catch (error) {
    return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : null;
  }
}
