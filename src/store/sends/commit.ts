/** Suffix of a commit's name if the file differed from the commit. */
const DIRTY = "-dirty";

/** Adds the mark of a file that differed from its commit to the commit's name. */
export function dirtyCommit(commit: string): string {
  return commit + DIRTY;
}

/** Whether a file was exactly as in its commit: only then the commit says which of two files is the newer one. */
export function isClean(commit: string | null): commit is string {
  return commit !== null && !commit.endsWith(DIRTY);
}

/** Shortens a commit for people, as `git log --oneline` does, and keeps its mark. */
export function shortCommit(commit: string): string {
  const name = commit.slice(0, 7);
  return commit.endsWith(DIRTY) ? dirtyCommit(name) : name;
}
