import { type ParseContext, type Parsed, parseIssue } from "#src/issue/parse-issue.ts";
import type { IssueSource } from "#src/model/issue.ts";
import { edited, type Texts } from "./edited-project.ts";

/** `parseIssue` of files as they would be with these texts. */
export function parseEdited(texts: Texts): (source: IssueSource, context: ParseContext) => Parsed {
  return (source, { snippets = [], ...context }) =>
    parseIssue(edited(source, texts), {
      ...context,
      snippets: snippets.map((snippet) => edited(snippet, texts)),
    });
}
