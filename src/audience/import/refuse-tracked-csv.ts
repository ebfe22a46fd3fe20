import { LetterpressError } from "#src/model/errors.ts";
import { wouldCommit } from "#src/project/would-commit.ts";

/**
 * Refuse a file of subscribers that git would commit: everybody who can read the repository keeps what was pushed, and
 * no erasure reaches it. A file outside the project's repository, and one that git ignores, are fine.
 * Throws `audience/in-repository`.
 */
export async function refuseTrackedCsv(file: string, root: string): Promise<void> {
  const path = await wouldCommit(file, root);
  if (path === null) return;
  throw new LetterpressError(
    "audience/in-repository",
    `Expected subscribers outside the repository, got ${path}, which git does not ignore.`,
  );
}
