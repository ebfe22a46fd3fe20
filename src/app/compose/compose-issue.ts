import { faultIn } from "#src/model/errors.ts";
import type { Facts } from "#src/model/facts.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { segmentOfFile } from "#src/app/schedule/choose-segment.ts";
import { isAnyToAsk } from "#src/preflight/links/is-any-to-ask.ts";
import { acceptFindings } from "./accept-findings.ts";
import { earlierIssues } from "#src/app/facts/earlier-issues.ts";
import { type FactsDeps, gatherFacts } from "#src/app/facts/gather-facts.ts";
import { spellingFact } from "#src/app/facts/spelling-fact.ts";
import { judgeOnce } from "#src/app/judge/judge-once.ts";
import { type Made, makeEmail } from "./make-email.ts";

/** An issue after parsing, rendering and preflight, as far as it got. */
export interface ComposedIssue extends Pick<Made, "email" | "assets" | "images" | "own"> {
  /** Null where the file does not parse. */
  readonly issue: Issue | null;
  /** Findings about the file, its segment, its images and its template, and those of preflight, after `accept:`, the most severe first. */
  readonly findings: readonly Finding[];
  /** Facts about the world that preflight did not get, and so did not check. */
  readonly unchecked: readonly Unchecked[];
}

/** A fact that is unavailable. It never counts as passed. */
export interface Unchecked {
  readonly fact: "dns" | "spam" | "links";
  /** Half a sentence for people. */
  readonly reason: string;
}

/**
 * Takes a parsed issue through images, rendering and preflight: `check`, `build`, `dev` and scheduling all see this result. Reads files
 * and changes none of them. Findings are accepted and sorted here, once, so that `accept:` sees each of them. An error that is thrown
 * on the way becomes a finding on the issue's file, so that it costs no other issue anything. Only a fault of the ledger is thrown.
 */
export async function composeIssue(
  project: Project,
  parsed: ParsedIssue,
  deps: FactsDeps,
): Promise<ComposedIssue> {
  return judgeEmail(project, parsed, await makeEmail(project, parsed, deps), deps);
}

/** The second half of `composeIssue`: all that there is to find about an email that `makeEmail` made of this issue. */
export async function judgeEmail(
  project: Project,
  parsed: ParsedIssue,
  seen: Made,
  deps: FactsDeps,
): Promise<ComposedIssue> {
  const { issue, source } = parsed;
  const { email, assets, images, own, template, judge } = seen;
  const made = [...parsed.findings, ...seen.findings];
  const composed = { issue, email, assets, images, own };
  const { rules } = project.newsletter;
  if (issue === null || email === null || template === null)
    return { ...composed, unchecked: [], findings: acceptFindings(issue, { made, rules }) };
  const { root, newsletter } = project;
  const { rule: segment } = segmentOfFile(project, parsed);
  const spelling = await spellingFact(root, { newsletter, issue });
  const earlier = earlierIssues(project, issue);
  const judging = { issue, email, assets, images, template, source: source.text, segment, earlier, spelling };
  const facts = await gatherFacts(newsletter, judging, { ...deps, root });
  const unchecked = uncheckedOf(issue, facts);
  try {
    // A wrong merge tag of the file stays in the email as text. It has a finding at its own line, so the
    // second one, of preflight, is left out.
    const wrongTag = parsed.findings.some(({ rule }) => rule.startsWith("merge-tag/"));
    const found =
      deps.ledger === null
        ? await judgeOnce(project.root, { issue, email, facts })
        : (await import("#src/preflight/preflight.ts")).preflight(issue, email, facts);
    const { findings: impure, isDrawn } = await judge();
    made.push(...impure);
    if (!isDrawn)
      return { ...composed, email: null, unchecked, findings: acceptFindings(issue, { made, rules }) };
    const judged = found.filter(({ rule }) => !(wrongTag && rule === "merge-tag/left-over"));
    return { ...composed, unchecked, findings: acceptFindings(issue, { made, judged, rules }) };
  } catch (error) {
    const findings = acceptFindings(issue, { made: [...made, faultIn(source.path, error)], rules });
    return { ...composed, email: null, unchecked, findings };
  }
}

/**
 * The unavailable facts among those that are looked up without being asked for. A fact that the newsletter
 * or `--deep` asks for has a rule instead, such as `deep/not-run`.
 */
function uncheckedOf(issue: Issue, facts: Facts): Unchecked[] {
  return (["dns", "spam", "links"] as const).flatMap((fact) => {
    const found = facts[fact];
    if (found.kind === "known" || (fact === "links" && !isAnyToAsk(issue, facts))) return [];
    return [{ fact, reason: found.reason }];
  });
}
