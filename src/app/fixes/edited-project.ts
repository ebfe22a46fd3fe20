import type { Project } from "#src/project/load-project.ts";

/** Texts by path, in place of those on the disk. */
export type Texts = ReadonlyMap<string, string>;

/** Returns a project that was parsed from these texts, with the texts as its sources: the offsets of a finding's edit count in them. */
export function editedProject(project: Project, texts: Texts): Project {
  return {
    ...project,
    issues: project.issues.map((parsed) => ({ ...parsed, source: edited(parsed.source, texts) })),
    snippets: project.snippets.map((snippet) => edited(snippet, texts)),
  };
}

/** Returns a file with its text from `texts`, if they have one for it. */
export function edited<T extends { readonly path: string; readonly text: string }>(file: T, texts: Texts): T {
  return { ...file, text: texts.get(file.path) ?? file.text };
}
