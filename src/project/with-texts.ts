import { slugOf } from "#src/issue/front-matter/slug-of.ts";
import type { ProjectFiles } from "./load-project.ts";
import { newestFirst } from "./read-issues.ts";
import { snippetNameOf } from "./read-snippets.ts";

/**
 * Replaces files of a project by `texts`, given by path relative to its root: an editor's buffers, which may not be
 * saved yet, or not exist as files. Only issues and snippets count; other entries of `texts` change nothing.
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
    // A finding about the file's bytes does not apply to a text.
    else if (isIssuePath(path))
      issues.set(path, { source: { slug: await slugOf(path, text), path, text }, findings: [] });
  }
  return {
    ...files,
    issues: [...issues.values()].toSorted(newestFirst),
    snippets: [...snippets.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** True for `issues/NAME.md` and `issues/NAME/index.md`, relative to the root, as `loadProject` reads them. */
export function isIssuePath(path: string): boolean {
  const name = /^issues\/(?![._])([^/]+)(?:\.md|\/index\.md)$/.exec(path)?.[1];
  return name !== undefined && name.toLowerCase() !== "readme" && path !== "issues/snippets/index.md";
}
