import { resolve } from "node:path";
import { createWeb } from "#src/app/fetch/follow.ts";
import { createPictureFetcher } from "#src/app/posts/fetch-picture.ts";
import { type ImportedPosts, importPosts } from "#src/app/posts/import-posts.ts";
import { SYSTEM_NAMES } from "#src/issue/exports/post.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { hasErrors } from "#src/model/finding.ts";
import { isLanguage } from "#src/model/newsletter.ts";
import type { PostsDocument } from "#src/cli/documents/posts-document.ts";
import type { Io } from "#src/cli/io.ts";
import { openProject, textsOf } from "#src/cli/open-project.ts";
import { asTyped } from "#src/cli/print/as-typed.ts";
import { count, counts, print, printJson, printNote } from "#src/cli/print/print.ts";
import { printFindings, tally } from "#src/cli/print/print-findings.ts";
import { createProgress } from "#src/cli/print/progress.ts";
import type { ImportPostsOptions } from "./options.ts";

/**
 * Make issues of another system's posts. Mails nobody: they are drafts. Exit code 1 if a post could not be read, or has an error.
 */
export async function importPostsCommand(file: string, options: ImportPostsOptions, io: Io): Promise<number> {
  const project = await openProject(options, io);
  const site = siteOf(options.site);
  const lang = languageOf(options.lang);
  using progress = createProgress(io);
  const imported = await importPosts(project, {
    path: resolve(io.cwd, file),
    from: options.from ?? null,
    site,
    lang,
    fetch:
      options.fetchImages === true ? createPictureFetcher(createWeb(project.newsletter, io.sites)) : null,
    dryRun: options.dryRun === true,
    now: io.clock.now(),
    onProgress: progress.show,
  });
  progress.clear();
  if (options.json === true) printJson(io, imported satisfies PostsDocument);
  else await printImported(imported, file, options, io);
  return imported.broken.length > 0 || hasErrors(imported.findings) ? 1 : 0;
}

function siteOf(written: string | undefined): string | null {
  if (written === undefined) return null;
  if (/^https?:\/\//.test(written) && URL.canParse(written)) return written.replace(/\/+$/, "");
  throw new LetterpressError(
    "usage/invalid",
    `Expected an address such as https://old.example in --site, got ${written}.`,
  );
}

function languageOf(written: string | undefined): string | null {
  if (written === undefined || isLanguage(written)) return written ?? null;
  throw new LetterpressError(
    "usage/invalid",
    `Expected a language such as en, es-PE or ar in --lang, got ${written}.`,
  );
}

async function printImported(
  imported: ImportedPosts,
  file: string,
  options: ImportPostsOptions,
  io: Io,
): Promise<void> {
  const { written, kept, completed, left, broken, findings } = imported;
  const dry = options.dryRun === true;
  const serious = findings.filter(({ severity }) => severity !== "info");
  printFindings(io, serious, dry ? new Map() : textsOf(await openProject(options, io)));
  for (const { origin, reason } of broken) printNote(io, `${origin}: not imported: ${reason}.`);
  const links = findings.length - serious.length;
  if (links > 0) print(io, `${count(links, "embed or card", "embeds and cards")} became links.`);
  if (kept.length > completed.length)
    print(io, `Here already, and not changed: ${count(kept.length - completed.length, "issue")}.`);
  if (completed.length > 0)
    print(
      io,
      `Here already, and now with pictures that the old site still had: ${count(completed.length, "issue")}.`,
    );
  if (Object.keys(left).length > 0) print(io, `Not published as posts, and left out: ${counts(left, ", ")}.`);
  print(io, lastLine(imported, dry));
  const remote = findings.filter(({ rule }) => rule === "import/picture-remote").length;
  if (!dry && remote > 0) {
    const again = `\`letterpress import posts ${file} --fetch-images\``;
    const still = `${count(remote, "picture stays", "pictures stay")} on the old site.`;
    print(io, `${still} ${asTyped(again, io)} ${options.fetchImages === true ? "tries again" : "fetches"}.`);
  }
  if (!dry && written.length > 0)
    print(io, "Next: read some of them with `letterpress dev`, then commit them.");
}

function lastLine({ system, written, pictures, findings }: ImportedPosts, dry: boolean): string {
  if (written.length === 0) return `No new post of ${SYSTEM_NAMES[system]}; nothing was written.`;
  const beside = pictures === 0 ? "" : `, with ${count(pictures, "picture")}`;
  const became = `${dry ? "would become" : "became"} ${written.length === 1 ? "an issue" : "issues"}`;
  const said = `${count(written.length, "post")} of ${SYSTEM_NAMES[system]} ${became}${beside}: ${tally(findings)}.`;
  return dry ? `${said} Nothing was written.` : `${said} All are drafts, and nothing mails them.`;
}
