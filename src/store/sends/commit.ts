/** Ends a commit whose file differed from it. */
const DIRTY = "-dirty";

/** The name of a commit with the mark of a file that differed from it. */
export function dirtyCommit(commit: string): string {
  return commit + DIRTY;
}

/** Whether a file was exactly what a commit has: only then the commit says which of two files is the newer one. */
export function isClean(commit: string | null): commit is string {
  return commit !== null && !commit.endsWith(DIRTY);
}

/** A commit for people: as `git log --oneline` names it, with its mark. */
export function shortCommit(commit: string): string {
  const name = commit.slice(0, 7);
  return commit.endsWith(DIRTY) ? dirtyCommit(name) : name;
}
