import { relative, resolve, sep } from "node:path";
import type { Hosted } from "#src/app/hosted/open-hosted.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Finding } from "#src/model/finding.ts";
import { leadsOut } from "#src/project/leads-out.ts";
import type { Project } from "#src/project/load-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { layOutSite } from "./lay-out-site.ts";
import { type Site, readSite } from "./read-site.ts";
import { startByFile } from "./start-by-file.ts";
import { imagesIn, writeSite } from "./write-site.ts";

/** The source that says what was sent. */
export type SentBy =
  | { readonly kind: "files"; /** ms UTC. */ readonly now: number }
  | { readonly kind: "resend"; readonly hosted: Hosted }
  | { readonly kind: "ledger"; readonly ledger: Ledger };

export interface BuiltSite {
  /** Issues that the site shows, and how many of them no list names. */
  readonly issues: number;
  readonly unlisted: number;
  /** Files. */
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
  readonly findings: readonly Finding[];
}

/**
 * Writes the newsletter's public pages and images into `folder` (absolute), to be served by any static host at the
 * newsletter's address. The same input gives the same bytes, whatever was in the folder before. An issue with an error does
 * not affect the others. Throws `usage/invalid` for a folder that holds the newsletter's own files.
 */
export async function makeSite(project: Project, folder: string, by: SentBy): Promise<BuiltSite> {
  refuseOwn(project.root, folder);
  const { issues, images, findings } = await siteOf(project, by, await imagesIn(folder));
  const { files, findings: ofPages } = await layOutSite(project.newsletter, issues);
  const { findings: ofFolder, ...counts } = await writeSite(project.root, folder, { files, images });
  return {
    ...counts,
    issues: issues.length,
    unlisted: issues.filter(({ page }) => page.archive === "unlisted").length,
    findings: [...project.findings, ...findings, ...ofPages, ...ofFolder],
  };
}

/** Modules that speak to a ledger or to Resend are loaded only when one of the two is asked. */
async function siteOf(project: Project, by: SentBy, there: ReadonlySet<string>): Promise<Site> {
  const hasImage = (name: string) => there.has(name);
  if (by.kind === "ledger") {
    const { siteOfLedger } = await import("./site-of-ledger.ts");
    return siteOfLedger(by.ledger, project, hasImage);
  }
  if (by.kind === "resend") {
    const { startByResend } = await import("./start-by-resend.ts");
    const started = await startByResend(by.hosted, project);
    return readSite(project, (slug) => started.get(slug) ?? null, hasImage);
  }
  const bySlug = new Map(project.issues.map(({ source, issue }) => [source.slug, issue]));
  const startOf = (slug: string) => {
    const issue = bySlug.get(slug) ?? null;
    return issue && startByFile(issue, by.now);
  };
  return readSite(project, startOf, hasImage);
}

/** Refuses a folder among the author's files: pages there would be read as issues, or lie in their way. */
function refuseOwn(root: string, folder: string): void {
  const inside = relative(folder, root);
  const holdsRoot = inside === "" || (!leadsOut(inside) && resolve(folder, inside) === root);
  const [first = ""] = relative(root, folder).split(sep);
  if (!holdsRoot && !["issues", "templates", ".letterpress", ".git", "node_modules"].includes(first)) return;
  throw new LetterpressError(
    "usage/invalid",
    `Expected --site to name a separate folder for the site, got ${folder}, which is for other files of the project.`,
    { hint: "Name a separate folder: `letterpress build --site public`." },
  );
}
