import { relative, sep } from "node:path";
import { findRepository } from "#src/app/find-repository.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import type { Unchecked } from "#src/app/compose/compose-issue.ts";
import { fetchFilmPictures } from "#src/app/compose/fetch-film-pictures.ts";
import type { Asker } from "#src/app/facts/world.ts";
import { createPictureFetcher } from "#src/app/posts/fetch-picture.ts";
import { fixFindings, PASSES } from "#src/app/compose/fix-findings.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { CheckDocument } from "#src/cli/documents/check-document.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { chooseIssues, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printJson, printNote, style } from "#src/cli/print/print.ts";
import { uncheckedInWords } from "#src/cli/print/unchecked-in-words.ts";
import { worldOf } from "#src/cli/world.ts";
import { printFindings, printForGithub, tally } from "#src/cli/print/print-findings.ts";
import type { CheckOptions } from "./options.ts";
import { watchCheck } from "./watch-check.ts";

/** Print every finding. Exit code 1 where one keeps an issue from being sent. */
export async function check(slugs: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const { watch = false, ...once } = options;
  if (!watch) return checkOnce(slugs, options, "check", io);
  const format = formatOf(options);
  const always = format === "json" || format === "github";
  return watchCheck(options.project, (own) => checkOnce(slugs, once, "watch", own), io, { always });
}

function formatOf({ json, format }: CheckOptions): CheckOptions["format"] {
  return json ? "json" : format;
}

async function checkOnce(
  slugs: readonly string[],
  options: CheckOptions,
  by: Asker,
  io: Io,
): Promise<number> {
  const format = formatOf(options);
  if (options.fix) await fix(slugs, options, io);
  const { findings, texts, issues, unchecked } = await findAll(slugs, options, by, io);
  if (format === "json") {
    printJson(io, { issues, findings, unchecked } satisfies CheckDocument);
  } else if (format === "github") {
    printForGithub(io, findings, folderIn(options.project));
  } else {
    printFindings(io, findings, texts);
    // At each save of an author's that would be said again.
    for (const line of by === "watch" ? [] : uncheckedInWords(unchecked))
      print(io, style(io.stdout, "quiet", line));
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
  options: GlobalOptions & Pick<CheckOptions, "offline">,
  by: Asker,
  io: Io,
) {
  const project = await openProject(options, io);
  const chosen = chooseIssues(project, slugs);
  const findings: Finding[] = slugs.length === 0 ? [...project.findings] : [];
  const unchecked: Unchecked[] = [];
  const world = worldOf(io, options);
  for (const parsed of chosen) {
    const composed = await composeIssue(project, parsed, { now: io.clock.now(), ledger: null, by, world });
    findings.push(...composed.findings);
    unchecked.push(...composed.unchecked);
  }
  return {
    issues: chosen.length,
    findings: unrepeated(findings),
    unchecked: unrepeated(unchecked),
    texts: textsOf(project),
  };
}

/** What is wrong with a snippet is found in each issue that places it, and what one issue could not ask no other could. */
function unrepeated<T extends object>(findings: readonly T[]): T[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

async function fix(slugs: readonly string[], options: GlobalOptions, io: Io): Promise<void> {
  for (let pass = 0; pass < PASSES; pass += 1) {
    // What is asked of others has no edit to offer.
    const { findings, texts } = await findAll(slugs, { ...options, offline: true }, "check", io);
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
