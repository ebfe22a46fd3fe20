import type { Asset, Email } from "#src/model/email.ts";
import { faultIn, LetterpressError } from "#src/model/errors.ts";
import type { Facts } from "#src/model/facts.ts";
import { type Finding, hasErrors, whereOf } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Images, TemplateText } from "#src/model/template.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { readImages } from "#src/project/read-images.ts";
import { partsOfFile, segmentOfFile } from "#src/app/schedule/choose-segment.ts";
import type { OwnOnline } from "#src/render/article/own-online.ts";
import { isAnyToAsk } from "#src/preflight/links/is-any-to-ask.ts";
import { acceptFindings } from "./accept-findings.ts";
import { earlierIssues } from "#src/app/facts/earlier-issues.ts";
import { type FactsDeps, gatherFacts } from "#src/app/facts/gather-facts.ts";
import { spellingFact } from "#src/app/facts/spelling-fact.ts";
import { judgeOnce } from "#src/app/judge/judge-once.ts";
import { judgeInThread, renderInThread } from "./render-in-thread.ts";
import { renderOnce } from "./render-once.ts";

/** An issue taken as far as it goes. */
export interface ComposedIssue {
  /** Null where the file does not parse. */
  readonly issue: Issue | null;
  /** Null where there is no issue, or where its template or its images failed; the findings say why. */
  readonly email: Email | null;
  /** Bytes of the images, as they are served. */
  readonly assets: readonly Asset[];
  readonly images: Images;
  /** The newsletter's own blocks for the issue's page. */
  readonly own: OwnOnline;
  /** Of the file, its segment, its images, its template and preflight: accepted, the most severe first. */
  readonly findings: readonly Finding[];
  /** What preflight could not find out about the world, and so did not check. */
  readonly unchecked: readonly Unchecked[];
}

/** A fact that is unavailable. It never counts as passed. */
export interface Unchecked {
  readonly fact: "dns" | "spam" | "links";
  /** Half a sentence for people. */
  readonly reason: string;
}

/**
 * Parse, images, render, preflight: what `check`, `build`, `dev` and scheduling all see. Reads files and changes none of them.
 * Findings are accepted and sorted here, once, so that `accept:` sees each of them. Whatever is thrown on the way is a
 * finding on the issue's file, so that it costs no other issue anything; only a fault of the ledger is thrown.
 */
export async function composeIssue(
  project: Project,
  parsed: ParsedIssue,
  deps: FactsDeps,
): Promise<ComposedIssue> {
  return judgeEmail(project, parsed, await makeEmail(project, parsed, deps), deps);
}

/** The second half: everything there is to say of an email that `makeEmail` made of this issue. */
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
    // A wrong tag of the file stays in the email as text. It has a finding at its own line, so it needs no second one.
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

/** What nobody had to ask for, and nobody answered. What the newsletter or `--deep` asked for has a rule, such as `deep/not-run`. */
function uncheckedOf(issue: Issue, facts: Facts): Unchecked[] {
  return (["dns", "spam", "links"] as const).flatMap((fact) => {
    const found = facts[fact];
    if (found.kind === "known" || (fact === "links" && !isAnyToAsk(issue, facts))) return [];
    return [{ fact, reason: found.reason }];
  });
}

/** What there is to look at before anything is judged. */
export interface Made extends Omit<ComposedIssue, "issue" | "unchecked" | "findings"> {
  /** See `Rendered`. */
  readonly placed: Email | null;
  readonly template: TemplateText | null;
  /** Of its segment, its images and its template. */
  readonly findings: readonly Finding[];
  /** Judges the template's purity where that was left for later; not drawn where it fails on another day. Never throws. */
  readonly judge: () => Promise<{ readonly findings: readonly Finding[]; readonly isDrawn: boolean }>;
}

const JUDGED = { findings: [], isDrawn: true };

/** The email, as far as the author's files make one, before anybody judges whether it may be mailed. Never throws. */
export async function makeEmail(
  project: Project,
  parsed: ParsedIssue,
  /** `places`: to be looked at first, so that the template's purity is left to be judged later. */
  { ledger, places = false }: Pick<FactsDeps, "ledger"> & { readonly places?: boolean },
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
    // It was found at its own line, with the name that was meant.
    if (parsed.findings.some(({ rule }) => rule === "template/unknown")) return made;
    const { root, newsletter } = project;
    const order = { root, newsletter, issue, images };
    // What may be scheduled or mailed comes from the template itself, never from a file that remembers it.
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

/** A template that is missing or fails is its author's mistake: a finding at its own line, else at `template:`. */
function faultOf(error: unknown, issue: Issue): Finding {
  const fault = faultIn(issue.path, error);
  if (!(error instanceof LetterpressError && error.code.startsWith("template/"))) return fault;
  if (error.finding === null) return { ...fault, ...whereOf(issue.path, issue.keyPlaces["template"]) };
  // A template may fail for one issue only, and its place alone does not say for which.
  return { ...fault, hint: `${fault.hint ?? ""} Found while ${issue.path} was rendered.`.trim() };
}
