import { createHash } from "node:crypto";
import type { ParseContext, Parsed } from "#src/issue/parse-issue.ts";
import { hasErrors } from "#src/model/finding.ts";
import type { Issue, IssueSource } from "#src/model/issue.ts";
import { isNamedIn } from "#src/project/hash-inputs.ts";
import { hashCode } from "./hash-code.ts";
import { keep, readKept } from "./kept-file.ts";

interface Kept {
  readonly inputs: string;
  readonly parsed: Parsed;
}

/**
 * Returns a `parseIssue` that reuses the last parsing of a file if its input was the same: its text, the newsletter,
 * the names of templates and blocks, the issues that it links to, the code, and the snippets if it places any. Parsing
 * Markdown takes longer than reading the result, and of three hundred issues one was edited. A file with an error is
 * parsed each time, because what it should have linked to may exist by now. `onChanged` gets each issue that is parsed.
 */
export function parseOnce(
  root: string,
  onChanged: (issue: Issue) => void = () => undefined,
): (source: IssueSource, context: ParseContext) => Promise<Parsed> {
  const around = new WeakMap<ParseContext, string>();
  return async (source, context) => {
    const name = `parsed ${source.path}`;
    const shared =
      around.get(context) ??
      sha256([context.newsletter, context.templates, context.blocks, await hashCode()]);
    around.set(context, shared);
    const linked = context.issues.filter(({ path }) => isNamedIn(source.text, path));
    const snippets = source.text.includes("::snippet") ? context.snippets : [];
    const inputs = sha256([source, linked, snippets, shared]);
    const kept = readKept<Kept>(root, name);
    if (kept?.inputs === inputs) return kept.parsed;
    const { parseIssue } = await import("#src/issue/parse-issue.ts");
    const parsed = parseIssue(source, context);
    if (parsed.issue !== null) onChanged(parsed.issue);
    if (!hasErrors(parsed.findings)) await keep(root, name, { inputs, parsed } satisfies Kept);
    return parsed;
  };
}

function sha256(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex");
}
