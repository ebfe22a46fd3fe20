import { type ParseContext, type Parsed, parseIssue } from "#src/issue/parse-issue.ts";
import type { IssueSource } from "#src/model/issue.ts";
import { edited, type Texts } from "./edited-project.ts";

/** Returns a `parseIssue` that reads files as if they had these texts. */
export function parseEdited(texts: Texts): (source: IssueSource, context: ParseContext) => Parsed {
  return (source, { snippets = [], ...context }) =>
    parseIssue(edited(source, texts), {
      ...context,
      snippets: snippets.map((snippet) => edited(snippet, texts)),
    });
}
