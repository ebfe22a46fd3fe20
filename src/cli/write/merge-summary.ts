import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import { whatHappens } from "#src/app/compose/what-happens.ts";
import { htmlBytes } from "#src/model/email.ts";
import { replaceTokens } from "#src/model/merge-tag.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { kilobytes } from "#src/cli/print/print.ts";
import { tally } from "#src/cli/print/print-findings.ts";

/** What merging these issues does, as Markdown for the summary of a pull request. `now` is ms UTC. */
export function mergeSummary(
  { newsletter }: Project,
  issues: readonly { readonly parsed: ParsedIssue; readonly composed: ComposedIssue }[],
  now: number,
): string {
  const parts = issues.map(({ parsed, composed }) => {
    const { issue, email, findings } = composed;
    const words = (text: string) =>
      escaped(replaceTokens(text, (index) => issue?.mergeTags[index]?.source ?? ""));
    const rows = [
      ["Subject", words(issue?.subject ?? "")],
      ["Preview text", words(issue?.previewText ?? "")],
      ["From", escaped(issue?.from ?? newsletter.from)],
      ["HTML", email === null ? "not built" : kilobytes(htmlBytes(email))],
      ["To fix", tally(findings)],
      ["File", escaped(parsed.source.path)],
    ];
    const title = words(issue?.title ?? parsed.source.slug);
    const table = rows.map(([name, value]) => `| ${name} | ${value} |`).join("\n");
    return `### ${title}\n\n${whatHappens(composed, newsletter, now)}\n\n| | |\n|---|---|\n${table}\n`;
  });
  const end =
    issues.length === 0
      ? "No issue is touched, so nothing is sent.\n"
      : "What was sent before is not sent again, whatever its file says.\n";
  return ["## What merging this does\n", ...parts, end].join("\n");
}

/** Escapes all Markdown in a text, because the text may come from a stranger's fork. */
function escaped(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]<>|#~&!@]/g, "\\$&");
}
