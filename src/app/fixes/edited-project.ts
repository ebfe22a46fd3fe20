import { type ParseContext, type Parsed, parseIssue } from "#src/issue/parse-issue.ts";
import type { IssueSource } from "#src/model/issue.ts";
import type { Project } from "#src/project/load-project.ts";

/** Texts by path, in place of those on the disk. */
type Texts = ReadonlyMap<string, string>;

/** `parseIssue` of files as they would be with these texts. */
export function parseEdited(texts: Texts): (source: IssueSource, context: ParseContext) => Parsed {
  return (source, { snippets = [], ...context }) =>
    parseIssue(edited(source, texts), {
      ...context,
      snippets: snippets.map((snippet) => edited(snippet, texts)),
    });
}

/** A project that was parsed so, with these texts as its sources: a finding's edit counts from them. */
export function editedProject(project: Project, texts: Texts): Project {
  return {
    ...project,
    issues: project.issues.map((parsed) => ({ ...parsed, source: edited(parsed.source, texts) })),
    snippets: project.snippets.map((snippet) => edited(snippet, texts)),
  };
}

function edited<T extends { readonly path: string; readonly text: string }>(file: T, texts: Texts): T {
  return { ...file, text: texts.get(file.path) ?? file.text };
}
