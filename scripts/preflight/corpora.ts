import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type Fixture, readFixtures } from "../../test/preflight/read-fixtures.ts";

/** One text of a corpus, as the file of an issue. */
export interface Sample {
  readonly name: string;
  readonly text: string;
}

/** In bytes. A smaller text is a notice, a larger one a manual. */
const SIZE = { least: 1500, most: 60_000 };
const PREVIEW =
  "preview_text: What this package does, how to install it, and what has changed since the last time.";

/** Issues that a careful author would send as they are: whatever is found in them is a false alarm, or a matter of taste. */
export async function soundIssues(): Promise<readonly Fixture[]> {
  return [
    ...(await readFixtures("test/fixtures/preflight/good")),
    ...(await readFixtures("test/preflight/sound")),
  ];
}

/**
 * Returns Markdown by people who never heard of Letterpress: what npm packages say about themselves. One file of each
 * kind for each package; its first heading becomes the title, as an author would have it.
 */
export async function packageTexts(): Promise<readonly Sample[]> {
  const entries = await readdir("node_modules", { recursive: true, withFileTypes: true });
  const paths = entries
    .filter(
      (entry) => entry.isFile() && /\.(?:md|markdown)$/i.test(entry.name) && !/license/i.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const samples: Sample[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const text = await readFile(path, "utf8");
    // The same file is installed in several versions, and in several places.
    const key = text.slice(0, 400);
    if (text.length < SIZE.least || text.length > SIZE.most || seen.has(key)) continue;
    seen.add(key);
    samples.push({
      name: path.replace(/^node_modules\//, ""),
      text: asIssue(text.replace(/^\uFEFF/, ""), path),
    });
  }
  return samples;
}

function asIssue(text: string, path: string): string {
  const own = /^---\n[\s\S]*?\n---\n/.exec(text)?.[0] ?? "";
  const body = text.slice(own.length);
  const heading = /^(?:\s|<!--[\s\S]*?-->)*# +([^\n]+)\n/.exec(body);
  const title = (heading?.[1] ?? basename(path, ".md"))
    .replace(/[`*_[\]]|\(http[^)]*\)|<[^>]*>|!\S*/g, "")
    .trim();
  const rest = heading === null ? body : body.slice(heading[0].length);
  return `---\ntitle: ${JSON.stringify(`${title}, described by its makers`)}\n${PREVIEW}\n---\n\n${rest}`;
}
