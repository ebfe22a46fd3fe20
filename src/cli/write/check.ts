import { relative, sep } from "node:path";
import { findRepository } from "#src/app/find-repository.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { editedProject, parseEdited } from "#src/app/compose/edited-project.ts";
import { fetchFilmPictures } from "#src/app/compose/fetch-film-pictures.ts";
import { createPictureFetcher } from "#src/app/posts/fetch-picture.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { CheckDocument } from "#src/cli/documents/check-document.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { chooseIssues, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printJson, printNote, style } from "#src/cli/print/print.ts";
import { printFindings, printForGithub, tally } from "#src/cli/print/print-findings.ts";
import { type FileFix, fixFiles, printDiffs } from "./fix-files.ts";
import type { CheckOptions } from "./options.ts";
import { watchCheck } from "./watch-check.ts";

/** Print every finding. Exit code 1 where one keeps an issue from being sent. */
export async function check(slugs: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const { watch = false, ...once } = options;
  const format = options.json ? "json" : options.format;
  if (options.dryRun && !options.fix)
    throw new LetterpressError("usage/invalid", "--dry-run shows what --fix would change.", {
      hint: "Run `letterpress check --fix --dry-run`.",
    });
  if (watch) return watchCheck(options.project, { pass: (own) => check(slugs, once, own), format }, io);
  const findSome = async (edited?: ReadonlyMap<string, string>) => findAll(slugs, options, io, edited);
  const isDry = options.dryRun === true;
  const fixes = options.fix ? await fixFiles(options.project, findSome, { isDry }, io) : null;
  if (fixes !== null && !isDry) await fetchFilms(slugs, options, io);
  const { findings, texts, issues } = await findSome();
  switch (format) {
    case "json":
      printJson(io, { issues, findings, ...(fixes === null ? {} : { fixes }) } satisfies CheckDocument);
      break;
    case "github":
      printForGithub(io, findings, folderIn(options.project));
      break;
    case "sarif": {
      const { sarifOf } = await import("#src/cli/print/sarif.ts");
      printJson(io, sarifOf(findings, { texts, folder: folderIn(options.project) }));
      break;
    }
    case "text":
      if (fixes !== null) printDiffs(io, fixes);
      if (!isDry) printFindings(io, findings, texts);
      print(io, isDry ? dryLine(fixes ?? []) : lastLine(issues, findings, fixes !== null, io));
  }
  return hasErrors(findings) ? 1 : 0;
}

function dryLine(fixes: readonly FileFix[]): string {
  if (fixes.length === 0) return "No finding offers an edit. Nothing was written.";
  const edits = fixes.reduce((sum, fix) => sum + fix.edits, 0);
  const what = `${count(edits, "edit")} in ${count(fixes.length, "file")}`;
  return `Nothing was written. \`letterpress check --fix\` makes ${what}.`;
}

/** The project's folder below its repository's root, with `/`. */
function folderIn(project: string): string {
  return relative(findRepository(project) ?? project, project).replaceAll(sep, "/");
}

async function findAll(
  slugs: readonly string[],
  options: GlobalOptions,
  io: Io,
  edited: ReadonlyMap<string, string> = new Map(),
) {
  const parse = edited.size === 0 ? undefined : parseEdited(edited);
  const project = editedProject(await openProject(options, io, parse), edited);
  const chosen = chooseIssues(project, slugs);
  const findings: Finding[] = slugs.length === 0 ? [...project.findings] : [];
  for (const parsed of chosen) {
    const composed = await composeIssue(project, parsed, { now: io.clock.now(), ledger: null });
    findings.push(...composed.findings);
  }
  return { issues: chosen.length, findings: unrepeated(findings), texts: textsOf(project) };
}

/** What is wrong with a snippet is found in each issue that places it. */
function unrepeated(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
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
