import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CONFIG } from "./check-config.ts";
import type { ParsedIssue, Project } from "./load-project.ts";
import { imagePaths } from "./read-images.ts";

/**
 * SHA-256 (hex) of every byte an issue's email is made of: its file, newsletter.config.ts, everything below templates/, its images and
 * the names of issues it links to. The same bytes give the same name on every machine, whatever their times. Null where
 * something cannot be read.
 */
export async function hashInputs(
  { root, newsletter, issues }: Project,
  { source, issue }: ParsedIssue,
): Promise<string | null> {
  const images = issue === null ? [] : imagePaths(root, issue, newsletter);
  const linked = issues.filter(
    ({ source: other }) => other.path !== source.path && names(source.text, other.path),
  );
  try {
    const files = [join(root, CONFIG), ...(await filesBelow(join(root, "templates"))), ...images];
    const said = [
      source.path,
      source.slug,
      source.text,
      issue?.list ?? "",
      newsletter.url,
      linked.map(({ source: { path, slug } }) => [path, slug]),
      // One after the other: an issue's images may be large together.
      await inTurn(files, async (file) => [file.slice(root.length), await hashFile(file)]),
    ];
    return createHash("sha256").update(JSON.stringify(said)).digest("hex");
  } catch {
    return null;
  }
}

/** Whether a text may link to an issue: it then holds the name of its file or folder. */
function names(text: string, path: string): boolean {
  const own = basename(path) === "index.md" ? basename(dirname(path)) : basename(path);
  return text.includes(own) || text.includes(encodeURI(own));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

async function hashFile(path: string): Promise<string> {
  return createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}
