import { relative, sep } from "node:path";
import { findRepository } from "#src/app/find-repository.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { fetchFilmPictures } from "#src/app/compose/fetch-film-pictures.ts";
import { knownLinks } from "#src/app/fetch/kept-links.ts";
import { wantedLinks } from "#src/app/fetch/wanted-links.ts";
import { isPast } from "#src/preflight/links/is-past.ts";
import { fixFindings } from "#src/app/compose/fix-findings.ts";
import type { Facts } from "#src/model/facts.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import type { CheckDocument } from "#src/cli/documents/check-document.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { chooseIssues, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printJson, printNote, style } from "#src/cli/print/print.ts";
import { printFindings, printForGithub, tally } from "#src/cli/print/print-findings.ts";
import type { CheckOptions } from "./options.ts";
import { watchCheck } from "./watch-check.ts";

/** Passes of `--fix`: an edit can uncover the next one, and two that undo each other must not run permanently. */
const PASSES = 10;
/** How long other people's servers may take, all together; what they have not answered by then is asked the next time. */
const ASKING_MS = 10_000;
/** The same for a pass of `--watch`, whose author has just saved and waits. */
const WATCHED_MS = 2000;

/** Print every finding. Exit code 1 where one keeps an issue from being sent. */
export async function check(slugs: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const { watch = false, ...once } = options;
  if (!watch) return checkOnce(slugs, once, io, ASKING_MS);
  return watchCheck(options.project, () => checkOnce(slugs, once, io, WATCHED_MS), io);
}

async function checkOnce(
  slugs: readonly string[],
  options: CheckOptions,
  io: Io,
  askingMs: number,
): Promise<number> {
  const over = AbortSignal.any([AbortSignal.timeout(askingMs * (io.world?.patience ?? 1)), io.signal]);
  const format = options.json ? "json" : options.format;
  if (options.fix) await fix(slugs, options, io, over);
  if (options.offline) printNote(io, "No link is asked whether it works (--offline).");
  const { findings, texts, issues } = await findAll(slugs, options, io, over);
  if (format === "json") {
    printJson(io, { issues, findings } satisfies CheckDocument);
  } else if (format === "github") {
    printForGithub(io, findings, folderIn(options.project));
  } else {
    printFindings(io, findings, texts);
    print(io, lastLine(issues, findings, options.fix === true, io));
  }
  return hasErrors(findings) ? 1 : 0;
}

/** The project's folder below its repository's root, with `/`. */
function folderIn(project: string): string {
  return relative(findRepository(project) ?? project, project).replaceAll(sep, "/");
}

async function findAll(
  slugs: readonly string[],
  options: CheckOptions & GlobalOptions,
  io: Io,
  over: AbortSignal,
) {
  const project = await openProject(options, io);
  const chosen = chooseIssues(project, slugs);
  const findings: Finding[] = slugs.length === 0 ? [...project.findings] : [];
  const now = io.clock.now();
  const links = await linksOf(project, chosen, { named: slugs.length > 0, over }, options, io);
  for (const parsed of chosen) {
    const composed = await composeIssue(project, parsed, { now, ledger: null, links });
    findings.push(...composed.findings);
  }
  return { issues: chosen.length, findings: unrepeated(findings), texts: textsOf(project) };
}

/**
 * What the issues' links answer. Before anything is composed: an answer that waits while a template runs would look late. Issues whose
 * day is past are asked about where they are named: their mails are out, and there may be hundreds.
 */
async function linksOf(
  project: Project,
  chosen: readonly ParsedIssue[],
  { named, over }: { readonly named: boolean; readonly over: AbortSignal },
  { offline }: CheckOptions,
  io: Io,
): Promise<Facts["links"]> {
  const now = io.clock.now();
  const kept = knownLinks(project.root, now);
  const issues = chosen.flatMap(({ issue }) => issue ?? []).filter((issue) => named || !isPast(issue, now));
  const wanted = [...wantedLinks(issues, project.newsletter)];
  // All that speaks HTTP is loaded where somebody is asked.
  if (offline || wanted.every((url) => Object.hasOwn(kept.value, url))) return kept;
  const [{ askLinks }, { createWeb }] = await Promise.all([
    import("#src/app/fetch/ask-links.ts"),
    import("#src/app/fetch/follow.ts"),
  ]);
  return askLinks(project, issues, { web: createWeb(project.newsletter, io.world), now, over });
}

/** What is wrong with a snippet is found in each issue that places it. */
function unrepeated(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

async function fix(
  slugs: readonly string[],
  options: CheckOptions & GlobalOptions,
  io: Io,
  over: AbortSignal,
): Promise<void> {
  for (let pass = 0; pass < PASSES; pass += 1) {
    const { findings, texts } = await findAll(slugs, options, io, over);
    const fixed = await fixFindings(options.project, findings, texts);
    for (const { file, applied } of fixed) {
      for (const { line, message } of applied) printNote(io, `fixed ${file}:${line ?? 1}  ${message}`);
    }
    if (fixed.length === 0) break;
  }
  await fetchFilms(slugs, options, io);
}

/** After the edits, which may have made an address one of a film. */
async function fetchFilms(slugs: readonly string[], options: GlobalOptions, io: Io): Promise<void> {
  const project = await openProject(options, io);
  const [{ createPictureFetcher }, { createWeb }] = await Promise.all([
    import("#src/app/posts/fetch-picture.ts"),
    import("#src/app/fetch/follow.ts"),
  ]);
  const web = createWeb(project.newsletter, io.world);
  const sources = {
    picture: createPictureFetcher(web),
    about: createPictureFetcher(web, "application/json"),
  };
  for (const { file, url, problem } of await fetchFilmPictures(
    project,
    chooseIssues(project, slugs),
    sources,
  ))
    printNote(
      io,
      problem === null
        ? `fetched ${file}  the picture of ${url}`
        : `not fetched ${file}  the picture of ${url}: ${problem}`,
    );
}

function lastLine(issues: number, findings: readonly Finding[], fixed: boolean, io: Io): string {
  const checked = `${count(issues, "issue")} checked: ${style(io.stdout, "strong", tally(findings))}.`;
  const fixable = findings.filter((finding) => finding.fix !== null).length;
  if (fixable > 0 && !fixed) return `${checked} \`letterpress check --fix\` fixes ${fixable} of them.`;
  if (issues === 0) return `${checked} Start one with \`letterpress new "Title"\`.`;
  return hasErrors(findings) ? `${checked} Errors keep an issue from being sent.` : checked;
}
