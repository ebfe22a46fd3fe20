import { type ParseContext, type Parsed, parseIssue } from "#src/issue/parse-issue.ts";
import { hasErrors } from "#src/model/finding.ts";
import type { IssueSource } from "#src/model/issue.ts";
import { isNamedIn } from "#src/project/hash-inputs.ts";

/** An issue as it was parsed last, and what it was parsed from. */
interface Kept {
  readonly text: string;
  readonly slug: string;
  readonly around: Around;
  readonly linked: string;
  readonly parsed: Parsed;
}

/** What all issues of one reading have in common. */
interface Around {
  readonly newsletter: ParseContext["newsletter"];
  readonly names: string;
  readonly issues: string;
  readonly snippets: string;
}

/**
 * `parseIssue` for a program that keeps running: after one of three hundred issues was saved, parsing the others again would
 * take seconds. What is kept lives as long as the function. An issue with an error is parsed again when the names of issues
 * change: the issue that it should link to may be there by now.
 */
export function parseKept(): (source: IssueSource, context: ParseContext) => Parsed {
  const kept = new Map<string, Kept>();
  const arounds = new WeakMap<ParseContext, Around>();
  return (source, context) => {
    const around = arounds.get(context) ?? aroundOf(context);
    arounds.set(context, around);
    const { text, slug, path } = source;
    const known = kept.get(path);
    const isSame = known?.text === text && known.slug === slug && isSameAround(known, around, source);
    // Issues that came or went elsewhere do not matter to an issue that does not link to them.
    if (isSame && known.around.issues === around.issues) return known.parsed;
    const linked = linkedIn(text, context);
    if (isSame && known.linked === linked && !hasErrors(known.parsed.findings)) {
      kept.set(path, { ...known, around });
      return known.parsed;
    }
    const parsed = parseIssue(source, context);
    kept.set(path, { text, slug, around, linked, parsed });
    return parsed;
  };
}

function aroundOf({ newsletter, templates, blocks, issues, snippets }: ParseContext): Around {
  return {
    newsletter,
    names: JSON.stringify([templates, blocks]),
    issues: JSON.stringify(issues),
    snippets: JSON.stringify(snippets),
  };
}

function isSameAround({ around: before }: Kept, around: Around, { text }: IssueSource): boolean {
  if (before.newsletter !== around.newsletter || before.names !== around.names) return false;
  return before.snippets === around.snippets || !text.includes("::snippet");
}

function linkedIn(text: string, { issues }: ParseContext): string {
  return JSON.stringify(issues.filter(({ path }) => isNamedIn(text, path)));
}
