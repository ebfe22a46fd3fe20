import { relative, sep } from "node:path";
import { readBrowserPlaces } from "#src/app/config.ts";
import { findRepository } from "#src/app/find-repository.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { fetchFilmPictures } from "#src/app/compose/fetch-film-pictures.ts";
import { createPictureFetcher } from "#src/app/posts/fetch-picture.ts";
import { fixFindings } from "#src/app/compose/fix-findings.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { CheckDocument } from "#src/cli/documents/check-document.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { chooseIssues, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printJson, printNote, style } from "#src/cli/print/print.ts";
import { printFindings, printForGithub, tally } from "#src/cli/print/print-findings.ts";
import type { CheckOptions } from "./options.ts";
import { watchCheck } from "./watch-check.ts";

/** Passes of `--fix`: an edit can uncover the next one, and two that undo each other must not run permanently. */
const PASSES = 10;

/** Print every finding. Exit code 1 where one keeps an issue from being sent. */
export async function check(slugs: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const { watch = false, ...once } = options;
  if (watch) return watchCheck(options.project, () => check(slugs, once, io), io);
  const format = options.json ? "json" : options.format;
  if (options.fix) await fix(slugs, options, io);
  const { findings, texts, issues } = await findAll(slugs, options, io, options.deep);
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

async function findAll(slugs: readonly string[], options: GlobalOptions, io: Io, isDeep = false) {
  const project = await openProject(options, io);
  const chosen = chooseIssues(project, slugs);
  const findings: Finding[] = slugs.length === 0 ? [...project.findings] : [];
  // One browser for all issues.
  await using deep = isDeep ? await openBrowser(io) : undefined;
  for (const parsed of chosen) {
    const deps = { now: io.clock.now(), ledger: null, ...(deep === undefined ? {} : { deep }) };
    const composed = await composeIssue(project, parsed, deps);
    findings.push(...composed.findings);
  }
  return { issues: chosen.length, findings: unrepeated(findings), texts: textsOf(project) };
}

async function openBrowser(io: Io) {
  const { lookDeeper } = await import("#src/app/judge/look-deeper.ts");
  return lookDeeper(readBrowserPlaces(io.env));
}

/** What is wrong with a snippet is found in each issue that places it. */
function unrepeated(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

async function fix(slugs: readonly string[], options: GlobalOptions, io: Io): Promise<void> {
  for (let pass = 0; pass < PASSES; pass += 1) {
    const { findings, texts } = await findAll(slugs, options, io);
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
  const sources = {
    picture: createPictureFetcher(),
    about: createPictureFetcher({ type: "application/json" }),
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
