import { relative, sep } from "node:path";
import { readBrowserPlaces } from "#src/app/config.ts";
import { findRepository } from "#src/app/find-repository.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import type { Unchecked } from "#src/app/compose/compose-issue.ts";
import { parseOnce } from "#src/app/compose/parse-once.ts";
import { loadInThread } from "#src/app/compose/render-in-thread.ts";
import { editedProject } from "#src/app/fixes/edited-project.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { CheckDocument } from "#src/cli/documents/check-document.ts";
import type { GlobalOptions, Io } from "#src/cli/io.ts";
import { chooseIssues, openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printJson, style } from "#src/cli/print/print.ts";
import { uncheckedInWords } from "#src/app/sends/unchecked-in-words.ts";
import { worldOf } from "#src/cli/world.ts";
import { printFindings, printForGithub, tally } from "#src/cli/print/print-findings.ts";
import { type FileFix, fixFiles, printDiffs } from "./fix-files.ts";
import type { CheckOptions } from "./options.ts";
import { fetchFilms } from "./fetch-films.ts";
import { linksOf } from "./links-of.ts";

/** How long other people's servers may take, all together, ms; a link that they have not answered by then is asked the next time. */
const ASKING_MS = { check: 10_000, watch: 2000 } as const;

/** Print every finding. Exit code 1 if one keeps an issue from being sent. */
export async function check(slugs: readonly string[], options: CheckOptions, io: Io): Promise<number> {
  const { watch = false, ...once } = options;
  if (options.dryRun && !options.fix)
    throw new LetterpressError("usage/invalid", "--dry-run shows what --fix would change.", {
      hint: "Run `letterpress check --fix --dry-run`.",
    });
  if (!watch) return checkOnce(slugs, options, "check", io);
  const pass = (own: Io) => checkOnce(slugs, once, "watch", own);
  return (await import("./watch-check.ts")).watchCheck(
    options.project,
    { pass, format: formatOf(options) },
    io,
  );
}

function formatOf({ json, format }: CheckOptions): CheckOptions["format"] {
  return json ? "json" : format;
}

async function checkOnce(
  slugs: readonly string[],
  options: CheckOptions & GlobalOptions,
  by: "check" | "watch",
  io: Io,
): Promise<number> {
  // For its edits a pass asks other machines about links alone: no other answer of theirs offers an edit.
  const findSome = async (edited?: ReadonlyMap<string, string>) =>
    findAll(slugs, options, by, io, { edited, onlyLinks: true });
  const isDry = options.dryRun === true;
  const fixes = options.fix ? await fixFiles(options.project, findSome, { isDry }, io) : null;
  if (fixes !== null && !isDry) await fetchFilms(slugs, options, io);
  const { findings, texts, issues, unchecked } = await findAll(slugs, options, by, io);
  switch (formatOf(options)) {
    case "json":
      printJson(io, {
        issues,
        findings,
        unchecked,
        ...(fixes === null ? {} : { fixes }),
      } satisfies CheckDocument);
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
      // While watching, this would be printed again at every save.
      for (const line of by === "watch" ? [] : uncheckedInWords(unchecked))
        print(io, style(io.stdout, "quiet", line));
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
  options: GlobalOptions & Pick<CheckOptions, "offline" | "deep">,
  by: "check" | "watch",
  io: Io,
  {
    edited = new Map(),
    onlyLinks = false,
  }: { readonly edited?: ReadonlyMap<string, string> | undefined; readonly onlyLinks?: boolean } = {},
) {
  // An issue that has changed is rendered as soon as all files are read: its template is loaded meanwhile.
  const parse =
    edited.size === 0
      ? parseOnce(options.project, ({ template }) => loadInThread(options.project, template))
      : (await import("#src/app/fixes/parse-edited.ts")).parseEdited(edited);
  const project = editedProject(await openProject(options, io, parse), edited);
  const chosen = chooseIssues(project, slugs);
  const findings: Finding[] = slugs.length === 0 ? [...project.findings] : [];
  const unchecked: Unchecked[] = [];
  const world = worldOf(io, { offline: options.offline || onlyLinks });
  const time = AbortSignal.timeout(ASKING_MS[by] * (io.sites?.patience ?? 1));
  const over = options.offline ? null : AbortSignal.any([time, io.signal]);
  const links = await linksOf(project, chosen, { named: slugs.length > 0, over }, io);
  // One browser for all issues.
  await using deep = options.deep && !onlyLinks ? await openBrowser(io) : undefined;
  const deps = {
    now: io.clock.now(),
    ledger: null,
    by,
    world,
    links,
    ...(deep === undefined ? {} : { deep }),
  };
  for (const parsed of chosen) {
    const composed = await composeIssue(project, parsed, deps);
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

async function openBrowser(io: Io) {
  const { lookDeeper } = await import("#src/app/judge/look-deeper.ts");
  return lookDeeper(readBrowserPlaces(io.env));
}

/** Drops repeats: an error in a snippet is found in each issue that places it, and what could not be asked for one could be for none. */
function unrepeated<T extends object>(findings: readonly T[]): T[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

function lastLine(issues: number, findings: readonly Finding[], fixed: boolean, io: Io): string {
  const checked = `${count(issues, "issue")} checked: ${style(io.stdout, "strong", tally(findings))}.`;
  const fixable = findings.filter((finding) => finding.fix !== null).length;
  if (fixable > 0 && !fixed) return `${checked} \`letterpress check --fix\` fixes ${fixable} of them.`;
  if (issues === 0) return `${checked} Start one with \`letterpress new "Title"\`.`;
  return hasErrors(findings) ? `${checked} Errors keep an issue from being sent.` : checked;
}
