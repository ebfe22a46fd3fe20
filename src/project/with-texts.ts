import { slugOf } from "#src/issue/front-matter/slug-of.ts";
import type { ProjectFiles } from "./load-project.ts";
import { newestFirst } from "./read-issues.ts";
import { snippetNameOf } from "./read-snippets.ts";

/**
 * The files of a project with `texts`, by path relative to its root, in place of what was read: an editor's buffers, which may not be
 * saved yet, or not exist as files. Issues and snippets only; what else is in `texts` changes nothing.
 */
export async function withTexts(
  files: ProjectFiles,
  texts: ReadonlyMap<string, string>,
): Promise<ProjectFiles> {
  const issues = new Map(files.issues.map((file) => [file.source.path, file]));
  const snippets = new Map(files.snippets.map((snippet) => [snippet.path, snippet]));
  for (const [path, text] of texts) {
    const name = snippetNameOf(path);
    if (name !== null) snippets.set(path, { name, path, text });
    // What was wrong with the bytes of the file is not so with a text.
    else if (isIssuePath(path))
      issues.set(path, { source: { slug: await slugOf(path, text), path, text }, findings: [] });
  }
  return {
    ...files,
    issues: [...issues.values()].toSorted(newestFirst),
    snippets: [...snippets.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** `issues/NAME.md` or `issues/NAME/index.md`, relative to the root, as `loadProject` reads them. */
export function isIssuePath(path: string): boolean {
  const name = /^issues\/(?![._])([^/]+)(?:\.md|\/index\.md)$/.exec(path)?.[1];
  return name !== undefined && name.toLowerCase() !== "readme" && path !== "issues/snippets/index.md";
}
