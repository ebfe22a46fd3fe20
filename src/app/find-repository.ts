import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder from here upwards that is a git repository; null where none is. It is a file in a worktree. */
export function findRepository(folder: string): string | null {
  if (existsSync(join(folder, ".git"))) return folder;
  const above = dirname(folder);
  return above === folder ? null : findRepository(above);
}
