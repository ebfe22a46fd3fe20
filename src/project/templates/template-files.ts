import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { join, resolve, sep } from "node:path";

/**
 * Lists every file below templates/, by its path relative to that folder, each with a text that changes when the file
 * is saved. `version` names that state.
 */
export async function templateFiles(root: string): Promise<{
  readonly folder: string;
  readonly files: ReadonlyMap<string, string>;
  readonly version: string;
}> {
  const folder = join(resolve(root), "templates");
  const files = await filesBelow(folder);
  return { folder, files, version: versionOf(folder, files) };
}

function versionOf(folder: string, files: ReadonlyMap<string, string>): string {
  const hash = createHash("sha256").update(JSON.stringify([folder, ...files]));
  return `template-${hash.digest("hex").slice(0, 24)}`;
}

async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const states = await Promise.all(
    files.map(async (path) => {
      const { mtimeMs, size, ino } = await stat(path);
      return [path.slice(folder.length + 1).replaceAll(sep, "/"), `${mtimeMs}-${size}-${ino}`] as const;
    }),
  );
  return new Map(states);
}
