import { git, repositoryOf } from "#src/project/git.ts";
import { dirtyCommit, isClean } from "#src/store/sends/commit.ts";

/** A repository on a disk that does not answer must not hold up reading the files. */
const TIMEOUT_MS = 10_000;

/**
 * Returns the commit that the project is at, marked as dirty if the file at `path` differs
 * from it; null outside a repository or before its first commit. `path` is relative to `root`.
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
 * How `commit` relates to `from`: `later` if it is the same or comes after it, `older` if it is known not to. `unknown`
 * without git, for a commit whose file differs from it, and if a shallow clone has cut off the history that would tell.
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
  // A complete clone has every commit before its own: a commit that it does not have at all is not one of them.
  const isMissing = is === 128 && (await exitOf(root, ["cat-file", "-e", `${from}^{commit}`])) !== 0;
  if (is !== 1 && !isMissing) return "unknown";
  return (await printed(root, ["rev-parse", "--is-shallow-repository"])) === "false" ? "older" : "unknown";
}

/** Returns what git prints; null if it fails or is not installed. */
async function printed(root: string, args: readonly string[]): Promise<string | null> {
  try {
    return await git(root, args, TIMEOUT_MS);
  } catch {
    return null;
  }
}

/** Returns git's exit code; null if git did not run to its end. */
async function exitOf(root: string, args: readonly string[]): Promise<number | null> {
  try {
    await git(root, args, TIMEOUT_MS);
    return 0;
  } catch (error) {
    return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : null;
  }
}
