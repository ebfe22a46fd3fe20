import type { Asset, Email } from "#src/model/email.ts";
import { faultIn, LetterpressError } from "#src/model/errors.ts";
import { type Finding, hasErrors, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Images, TemplateText } from "#src/model/template.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { readImages } from "#src/project/read-images.ts";
import { partsOfFile, segmentOfFile } from "#src/app/schedule/choose-segment.ts";
import type { OwnOnline } from "#src/render/article/own-online.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { judgeInThread, renderInThread } from "./render-in-thread.ts";
import { renderOnce } from "./render-once.ts";

/** What `makeEmail` makes of an issue, before anything is judged. */
export interface Made {
  /** Null where there is no issue, or where its template or its images failed; the findings say why. */
  readonly email: Email | null;
  /** Bytes of the images, as they are served. */
  readonly assets: readonly Asset[];
  readonly images: Images;
  /** The newsletter's own blocks for the issue's page. */
  readonly own: OwnOnline;
  /** See `Rendered`. */
  readonly placed: Email | null;
  readonly template: TemplateText | null;
  /** Findings about its segment, its parts for some readers, its images and its template. */
  readonly findings: readonly Finding[];
  /** Judges the template's purity if that was left for later. `isDrawn` is false if the template fails on another day. Never throws. */
  readonly judge: () => Promise<{ readonly findings: readonly Finding[]; readonly isDrawn: boolean }>;
}

const JUDGED = { findings: [], isDrawn: true };

/** Makes the email, as far as the author's files allow, before anything judges whether it may be mailed. Never throws. */
export async function makeEmail(
  project: Project,
  parsed: ParsedIssue,
  /** `places`: the email is to be looked at first, so the template's purity is judged later. */
  { ledger, places = false }: { readonly ledger: Ledger | null; readonly places?: boolean },
): Promise<Made> {
  const { issue } = parsed;
  const findings: Finding[] = [];
  const none = { email: null, placed: null, template: null, judge: async () => JUDGED };
  let made: Made = { ...none, assets: [], images: {}, own: [], findings };
  if (issue === null) return made;
  try {
    const { images, assets, findings: ofImages } = await readImages(project.root, issue, project.newsletter);
    made = { ...made, images, assets };
    findings.push(...segmentOfFile(project, parsed).findings, ...partsOfFile(project, parsed), ...ofImages);
    // An image that could not be read has no size and no address: there is nothing to render in its place.
    if (hasErrors(ofImages)) return made;
    // The unknown template already has a finding at its own line, with the name that was probably meant.
    if (parsed.findings.some(({ rule }) => rule === "template/unknown")) return made;
    const { root, newsletter } = project;
    const order = { root, newsletter, issue, images };
    // An email that may be scheduled or mailed comes from the template itself, never from a file that remembers it.
    const render = ledger === null && !places ? renderOnce : renderInThread;
    const rendered = await render(places ? { ...order, places } : order);
    findings.push(...rendered.findings);
    const { email, placed, own, template } = rendered;
    const judge = async () => {
      try {
        return { findings: await judgeInThread({ ...order, first: email }), isDrawn: true };
      } catch (error) {
        return { findings: [faultOf(error, issue)], isDrawn: false };
      }
    };
    return { ...made, email, placed, own, template, ...(places && { judge }) };
  } catch (error) {
    findings.push(faultOf(error, issue));
    return made;
  }
}

/**
 * Makes a finding of an error. A template that is missing or fails is its author's mistake: it is found at
 * its own line, else at `template:`.
 */
function faultOf(error: unknown, issue: Issue): Finding {
  const fault = faultIn(issue.path, error);
  if (!(error instanceof LetterpressError && error.code.startsWith("template/"))) return fault;
  if (error.finding === null) return { ...fault, ...whereOf(issue.path, issue.keyPlaces["template"]) };
  // A template may fail for one issue only, and its place alone does not say for which.
  return { ...fault, hint: `${fault.hint ?? ""} Found while ${issue.path} was rendered.`.trim() };
}
