import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** Returns the nearest folder from here upwards that is a git repository; null if there is none. In a worktree `.git` is a file. */
export function findRepository(folder: string): string | null {
  if (existsSync(join(folder, ".git"))) return folder;
  const above = dirname(folder);
  return above === folder ? null : findRepository(above);
}
