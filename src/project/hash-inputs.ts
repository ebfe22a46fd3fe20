import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import type { Issue } from "#src/model/issue.ts";
import { CONFIG } from "./check-config.ts";
import { filmPictures } from "./film-pictures.ts";
import { ifThere } from "./if-there.ts";
import type { ParsedIssue, Project } from "./load-project.ts";
import { IMAGE_LIMIT_BYTES, imagePaths } from "./read-images.ts";
import { readPlainFile } from "./read-plain-file.ts";

/**
 * Returns the SHA-256 (hex) of every byte from which an issue's email is made: its file, its snippets,
 * newsletter.config.ts, everything below templates/, its images and the names of issues it links to. The same bytes
 * give the same hash on every machine, whatever the times of the files. Null if something cannot be read.
 */
export async function hashInputs(project: Project, { source, issue }: ParsedIssue): Promise<string | null> {
  const { root, newsletter, issues } = project;
  const images = issue === null ? [] : imagePaths(root, issue, newsletter);
  // A film's card has words if its picture is missing, so a missing picture alone does not make the inputs unreadable.
  const films = new Set(issue === null ? [] : filmPictures(root, issue).map(({ path }) => path));
  const linked = issues.filter(
    ({ source: other }) => other.path !== source.path && isNamedIn(source.text, other.path),
  );
  try {
    const said = [
      source.path,
      source.slug,
      source.text,
      issue?.list ?? "",
      newsletter.url,
      linked.map(({ source: { path, slug } }) => [path, slug]),
      // Left out if there are none, so that issues composed before snippets existed keep their hash.
      ...(issue === null || issue.snippets.length === 0 ? [] : [issue.snippets]),
      await hashesOf(root, images, films),
      await sharedInputs(project),
      // Adds nothing if there is nothing, so that hashes kept by an older version still match.
      ...otherIssuesOf(issue),
    ];
    return createHash("sha256").update(JSON.stringify(said)).digest("hex");
  } catch {
    return null;
  }
}

/** Returns what other files contribute to an issue: a link to the part before it, and the titles of related issues. */
export function otherIssuesOf(issue: Issue | null): readonly unknown[] {
  const previous = issue?.series?.previous ?? null;
  const related = issue?.related ?? [];
  return previous === null && related.length === 0 ? [] : [previous && namedAs(previous), related];
}

/** A part with a number is called by that number, so its title is then not an input. */
function namedAs({
  slug,
  part,
  title,
  lang,
  dir,
}: NonNullable<NonNullable<Issue["series"]>["previous"]>): unknown {
  return part === null ? [slug, title, lang, dir] : [slug, part];
}

/** Returns the SHA-256 (hex) of every byte below templates/, whatever the times of its files. Throws if a file cannot be read. */
export async function hashTemplates(root: string): Promise<string> {
  const hashes = await hashesOf(root, await filesBelow(join(root, "templates")));
  return createHash("sha256").update(JSON.stringify(hashes)).digest("hex");
}

type Hashes = readonly (readonly [path: string, hash: string])[];

/** The inputs that all issues share, hashed once for each reading of the project. */
const shared = new WeakMap<Project, Promise<Hashes>>();

function sharedInputs(project: Project): Promise<Hashes> {
  const { root } = project;
  const known = shared.get(project);
  if (known !== undefined) return known;
  const read = filesBelow(join(root, "templates")).then((files) =>
    hashesOf(root, [join(root, CONFIG), ...files]),
  );
  shared.set(project, read);
  // What fails once may not fail again: a checkout that was under way, too many open files.
  read.catch(() => shared.delete(project));
  return read;
}

/** Whether a text may link to an issue: it can do so only if it contains the name of the issue's file or folder. */
export function isNamedIn(text: string, path: string): boolean {
  const own = basename(path) === "index.md" ? basename(dirname(path)) : basename(path);
  if (text.includes(own)) return true;
  // This runs for every pair of issues. Only a name with letters that a URL encodes can be written in two ways.
  const encoded = encodeURI(own);
  return encoded !== own && text.includes(encoded);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Hashes one file after the other: an issue's images may be large together. */
async function hashesOf(
  root: string,
  files: readonly string[],
  maybe: ReadonlySet<string> = new Set(),
): Promise<Hashes> {
  const hashes: (readonly [string, string])[] = [];
  for (const file of files) {
    const hash = maybe.has(file) ? await ifThere(hashFile(file)) : await hashFile(file);
    hashes.push([relative(root, file), hash ?? "none"]);
  }
  return hashes;
}

async function hashFile(path: string): Promise<string> {
  const { size } = await stat(path);
  // A file this large is an error wherever it is used, so its bytes do not matter.
  if (size > IMAGE_LIMIT_BYTES) return `of ${size} bytes`;
  return createHash("sha256")
    .update(await readPlainFile(path))
    .digest("hex");
}
