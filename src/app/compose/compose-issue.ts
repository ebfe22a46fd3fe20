import type { Asset } from "#src/model/asset.ts";
import type { Email } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Images, Template } from "#src/model/template.ts";
import { preflight } from "#src/preflight/preflight.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { loadTemplate } from "#src/project/load-template.ts";
import { readImages } from "#src/project/read-images.ts";
import { renderEmail } from "#src/render/render-email.ts";
import { checkPurityInThread } from "./check-purity-in-thread.ts";
import { segmentOfFile } from "#src/app/schedule/choose-segment.ts";
import { type FactsDeps, gatherFacts } from "./gather-facts.ts";

/** An issue taken as far as it goes. */
export interface Composed {
  /** Null where the file does not parse. */
  readonly issue: Issue | null;
  /** Null where there is no issue, or its template or its images failed; the findings say why. */
  readonly email: Email | null;
  /** Bytes of the images, as they are served. */
  readonly assets: readonly Asset[];
  readonly images: Images;
  /** Of the file, its segment, its images, its template and preflight, in this order. */
  readonly findings: readonly Finding[];
}

/** Parse, images, render, preflight: what `check`, `build`, `dev` and scheduling all see. Reads files, changes nothing. */
export async function composeIssue(
  project: Project,
  parsed: ParsedIssue,
  deps: FactsDeps,
): Promise<Composed> {
  const { issue } = parsed;
  if (issue === null) return { issue, email: null, assets: [], images: {}, findings: parsed.findings };
  const { images, assets, findings: ofImages } = await readImages(project.root, issue, project.newsletter);
  const before = [...parsed.findings, ...segmentOfFile(project, parsed).findings, ...ofImages];
  const nothing = { issue, email: null, assets, images };
  // An image that could not be read has no size and no address: there is nothing to render in its place.
  if (hasErrors(ofImages)) return { ...nothing, findings: before };
  const rendered = await render(project, issue, images);
  if (rendered.email === null) return { ...nothing, findings: [...before, ...rendered.findings] };
  const facts = await gatherFacts(project.newsletter, { issue, email: rendered.email, assets, images }, deps);
  // A tag the file has wrong is left standing in the email: named where it was written, it need not be named again.
  const wrongTag = parsed.findings.some(({ rule }) => rule.startsWith("merge-tag/"));
  const after = preflight(issue, rendered.email, facts).filter(
    ({ rule }) => !(wrongTag && rule === "merge-tag/left-over"),
  );
  return { ...nothing, email: rendered.email, findings: [...before, ...rendered.findings, ...after] };
}

async function render(
  { root, newsletter }: Project,
  issue: Issue,
  images: Images,
): Promise<{ email: Email | null; findings: readonly Finding[] }> {
  let template: Template;
  try {
    template = await loadTemplate(root, issue.template);
    const input = { issue, newsletter, images };
    const email = await renderEmail({ ...input, template });
    return { email, findings: await checkPurityInThread({ root, ...input }) };
  } catch (error) {
    return { email: null, findings: [ofTemplate(error, issue)] };
  }
}

/** A template that is not there or fails is its author's mistake: a finding, at its own line where the message names one. */
function ofTemplate(error: unknown, issue: Issue): Finding {
  if (!(error instanceof LetterpressError) || !error.code.startsWith("template/")) throw error;
  const place = /^([\w./-]+\.(?:tsx|mjml))(?::(\d+)(?::(\d+))?)?:\s+/.exec(error.message);
  const key = issue.keyPlaces["template"];
  const at =
    place === null
      ? { file: issue.path, line: key?.line ?? null, column: key?.column ?? null }
      : {
          file: place[1] ?? "",
          line: place[2] === undefined ? null : Number(place[2]),
          column: place[3] === undefined ? null : Number(place[3]),
        };
  return {
    rule: error.code,
    severity: "error",
    ...at,
    message: error.message.slice(place?.[0].length ?? 0),
    hint: error.hint,
    fix: null,
  };
}
