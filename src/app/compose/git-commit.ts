import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** The commit the project stands at, for the record; null outside a repository or before its first commit. */
export async function gitCommit(root: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)("git", ["-C", root, "rev-parse", "HEAD"]);
    return stdout.trim();
  } catch {
    return null;
  }
}
