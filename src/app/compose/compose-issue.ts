import type { Asset } from "#src/model/email.ts";
import type { Email } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { type Finding, hasErrors, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Images } from "#src/model/template.ts";
import { preflight } from "#src/preflight/preflight.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { loadTemplate } from "#src/project/load-template.ts";
import { readImages } from "#src/project/read-images.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { segmentOfFile } from "#src/app/schedule/choose-segment.ts";
import { acceptFindings } from "./accept-findings.ts";
import { checkPurityInThread } from "./check-purity-in-thread.ts";
import { type FactsDeps, gatherFacts } from "./gather-facts.ts";

/** An issue taken as far as it goes. */
export interface ComposedIssue {
  /** Null where the file does not parse. */
  readonly issue: Issue | null;
  /** Null where there is no issue, or where its template or its images failed; the findings say why. */
  readonly email: Email | null;
  /** Bytes of the images, as they are served. */
  readonly assets: readonly Asset[];
  readonly images: Images;
  /** Of the file, its segment, its images, its template and preflight: accepted, the most severe first. */
  readonly findings: readonly Finding[];
}

/**
 * Parse, images, render, preflight: what `check`, `build`, `dev` and scheduling all see. Reads files, changes nothing.
 * Findings are accepted and sorted here, once, so that `accept:` sees each of them.
 */
export async function composeIssue(
  project: Project,
  parsed: ParsedIssue,
  deps: FactsDeps,
): Promise<ComposedIssue> {
  const { issue } = parsed;
  if (issue === null) {
    const findings = acceptFindings(issue, { made: parsed.findings });
    return { issue, email: null, assets: [], images: {}, findings };
  }
  const { images, assets, findings: ofImages } = await readImages(project.root, issue, project.newsletter);
  const before = [...parsed.findings, ...segmentOfFile(project, parsed).findings, ...ofImages];
  const nothing = { issue, email: null, assets, images };
  // An image that could not be read has no size and no address: there is nothing to render in its place.
  if (hasErrors(ofImages)) return { ...nothing, findings: acceptFindings(issue, { made: before }) };
  const { email, findings: ofTemplate } = await render(project, issue, images);
  const made = [...before, ...ofTemplate];
  if (email === null) return { ...nothing, findings: acceptFindings(issue, { made }) };
  const facts = await gatherFacts(project.newsletter, { issue, email, assets, images }, deps);
  // A wrong tag of the file stays in the email as text. It has a finding at its own line, so it needs no second one.
  const wrongTag = parsed.findings.some(({ rule }) => rule.startsWith("merge-tag/"));
  const judged = preflight(issue, email, facts).filter(
    ({ rule }) => !(wrongTag && rule === "merge-tag/left-over"),
  );
  return { ...nothing, email, findings: acceptFindings(issue, { made, judged }) };
}

async function render(
  { root, newsletter }: Project,
  issue: Issue,
  images: Images,
): Promise<{ email: Email | null; findings: readonly Finding[] }> {
  try {
    const template = await loadTemplate(root, issue.template);
    const input = { issue, newsletter, images };
    const email = await renderEmail({ ...input, template });
    return { email, findings: await checkPurityInThread({ root, ...input }) };
  } catch (error) {
    return { email: null, findings: [ofTemplate(error, issue)] };
  }
}

/** A template that is missing or fails is its author's mistake: a finding at its own line, else at `template:`. */
function ofTemplate(error: unknown, issue: Issue): Finding {
  if (!(error instanceof LetterpressError) || !error.code.startsWith("template/")) throw error;
  const { code: rule, message, hint } = error;
  const where = whereOf(issue.path, issue.keyPlaces["template"]);
  return error.finding ?? { rule, severity: "error", ...where, message, hint, fix: null };
}
