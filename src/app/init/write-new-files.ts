import { lstat, mkdir, open, rm, rmdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { LetterpressError } from "#src/model/errors.ts";
import type { NewFile } from "./newsletter-files.ts";

/**
 * Writes files into a folder, which is made if it is missing: all of
 * them, or none. Throws `usage/invalid` if one is there already.
 */
export async function writeNewFiles(folder: string, files: readonly NewFile[]): Promise<void> {
  await refuseExisting(folder, files);
  const undo: (() => Promise<unknown>)[] = [];
  try {
    for (const { path, content, secret = false } of files) {
      const file = join(folder, path);
      // The first folder that had to be made; those below it are made with it.
      const made = await mkdir(dirname(file), { recursive: true });
      for (const one of foldersFrom(made, dirname(file))) undo.unshift(() => rmdir(one));
      await using handle = await open(file, "wx", secret ? 0o600 : 0o666);
      // Only from here on is the file ours: one that another process has made since the look must stay.
      undo.unshift(() => rm(file, { force: true }));
      await handle.writeFile(content);
    }
  } catch (error) {
    for (const step of undo) await step().catch(() => undefined);
    throw error;
  }
}

/** Throws `usage/invalid` if any of the files is there already, and names each of them. */
export async function refuseExisting(folder: string, files: readonly Pick<NewFile, "path">[]): Promise<void> {
  const there: string[] = [];
  for (const { path } of files) if (await exists(join(folder, path))) there.push(path);
  if (there.length === 0) return;
  throw new LetterpressError(
    "usage/invalid",
    `Expected to write new files only; found ${listed(there)} in ${folder}.`,
    {
      hint: hintFor(there),
    },
  );
}

/** True for a broken link too: a write of a new file would fail at it. Throws `usage/invalid` if a file stands in the way of a folder. */
async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "ENOENT") return false;
    if (code === "ENOTDIR")
      throw new LetterpressError("usage/invalid", `Expected a folder at ${dirname(path)}, found a file.`, {
        hint: "Name another folder, for example `letterpress init newsletter`.",
      });
    throw error;
  }
}

function hintFor(there: readonly string[]): string {
  const isCi = (path: string) => path.includes(".github/") || path.endsWith(".gitlab-ci.yml");
  return there.every(isCi)
    ? "Nothing was written. Leave the file out with --runs-on none, or move yours away."
    : "Nothing was written. Name another folder, for example `letterpress init newsletter`, or move these files away.";
}

function listed(paths: readonly string[]): string {
  return paths.length < 2 ? paths.join("") : `${paths.slice(0, -1).join(", ")} and ${paths.at(-1)}`;
}

/** The folders from `top` down to `bottom`, the highest first; none where `top` is undefined. */
function foldersFrom(top: string | undefined, bottom: string): string[] {
  if (top === undefined) return [];
  const below = relative(top, bottom)
    .split(/[\\/]/)
    .filter((step) => step !== "");
  return [top, ...below.map((_, index) => join(top, ...below.slice(0, index + 1)))];
}
