import type { Project } from "#src/project/load-project.ts";

/** Texts by path, in place of those on the disk. */
export type Texts = ReadonlyMap<string, string>;

/** A project that was parsed so, with these texts as its sources: a finding's edit counts from them. */
export function editedProject(project: Project, texts: Texts): Project {
  return {
    ...project,
    issues: project.issues.map((parsed) => ({ ...parsed, source: edited(parsed.source, texts) })),
    snippets: project.snippets.map((snippet) => edited(snippet, texts)),
  };
}

/** A file, with its text from these where they have one. */
export function edited<T extends { readonly path: string; readonly text: string }>(file: T, texts: Texts): T {
  return { ...file, text: texts.get(file.path) ?? file.text };
}
