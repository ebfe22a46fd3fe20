import { relative, resolve } from "node:path";
import { parseOnce } from "#src/app/compose/parse-once.ts";
import { loadInThread } from "#src/app/compose/render-in-thread.ts";
import { type BuiltSite, type SentBy, makeSite } from "#src/app/site/make-site.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { hasErrors } from "#src/model/finding.ts";
import type { Project } from "#src/project/load-project.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject, textsOf } from "#src/cli/open-project.ts";
import { count, print, printNote, style } from "#src/cli/print/print.ts";
import { printFindings } from "#src/cli/print/print-findings.ts";
import type { BuildOptions } from "./options.ts";

type SiteOptions = BuildOptions & { readonly site: string };

/**
 * Writes the site. The ledger says which issues were sent, or Resend if it keeps the subscribers and there is a key; otherwise
 * the files do. Exit code 1 if a page could not be made or written; the others were.
 */
export async function buildSite(options: SiteOptions, io: Io): Promise<number> {
  // An issue that has changed is rendered as soon as all files are read: its template is loaded meanwhile.
  const parse = parseOnce(options.project, ({ template }) => loadInThread(options.project, template));
  const project = await openProject(options, io, parse);
  const folder = resolve(options.project, options.site);
  const build = async (by: SentBy): Promise<number> => {
    const built = await makeSite(project, folder, by);
    printSite(io, project, built, relative(io.cwd, folder) || ".");
    return hasErrors(built.findings) ? 1 : 0;
  };
  const byFiles = async (why: string) => {
    printNote(io, style(io.stderr, "quiet", `Sent: as the files say (${why})`));
    return build({ kind: "files", now: io.clock.now() });
  };
  if (options.offline) return byFiles("--offline");
  if (project.newsletter.audience === "ledger") return byLedger(options, io, build);
  if (!options.sandbox && !io.env["RESEND_API_KEY"]?.trim()) return byFiles("RESEND_API_KEY is not set");
  const { withHosted } = await import("#src/cli/hosted/with-hosted.ts");
  return withHosted(options, io, async (hosted) => build({ kind: "resend", hosted }));
}

async function byLedger(
  options: SiteOptions,
  io: Io,
  build: (by: SentBy) => Promise<number>,
): Promise<number> {
  const { withApp } = await import("#src/cli/with-app.ts");
  try {
    return await withApp(options, io, async ({ ledger }) => build({ kind: "ledger", ledger }));
  } catch (error) {
    if (!(error instanceof LetterpressError)) throw error;
    if (error.code !== "ledger/missing" && error.code !== "config/environment") throw error;
    const hint = `${error.hint} Without a ledger, \`letterpress build --site ${options.site} --offline\` goes by the files.`;
    throw new LetterpressError(error.code, error.message, { cause: error, hint });
  }
}

function printSite(io: Io, project: Project, built: BuiltSite, where: string): void {
  printFindings(io, built.findings, textsOf(project));
  const { issues, unlisted, written, removed, unchanged } = built;
  const quiet = unlisted === 0 ? "" : `, ${unlisted} of them unlisted`;
  const files = `${count(written, "file")} written, ${removed} removed, ${unchanged.toLocaleString("en")} unchanged`;
  print(io, `${count(issues, "issue")} online${quiet}, in ${where}: ${files}.`);
  const next =
    issues === 0
      ? "An issue is shown once it was sent."
      : `Put the folder on the host that answers at ${project.newsletter.url}.`;
  print(io, next);
}
