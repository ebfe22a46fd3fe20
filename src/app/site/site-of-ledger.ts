import { issueDocument } from "#src/app/pages/issue-document.ts";
import { pageIssueOf } from "#src/app/pages/page-issue.ts";
import type { Project } from "#src/project/load-project.ts";
import { seriesParts } from "#src/app/pages/series-nav.ts";
import { imageName } from "#src/project/read-images.ts";
import type { Kysely } from "kysely";
import { loadAsset } from "#src/store/database/assets.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import { aliasesByIssue, onlineIssues } from "#src/store/issues/issue-pages.ts";
import { type Site, readSite } from "./read-site.ts";
import { partsOfFiles } from "./parts-of-files.ts";
import type { SiteImage, SiteIssue } from "./site-issue.ts";
import { startElsewhere } from "./start-elsewhere.ts";

/**
 * The site of what a ledger has sent: the pages that `letterpress serve` shows, from the emails that were sent or corrected since.
 * Of an issue
 * that it sent, the files tell only the paths it had in another system; one that it never sent is shown by its file's own word.
 */
export async function siteOfLedger(
  ledger: Ledger,
  project: Project,
  hasImage: (name: string) => boolean,
): Promise<Site> {
  const { db } = ledger;
  const { newsletter } = project;
  const files = new Map(project.issues.map(({ source, issue }) => [source.slug, { source, issue }]));
  const aliases = await aliasesByIssue(db);
  const issues: SiteIssue[] = [];
  const names = new Set<string>();
  const onlines = (await onlineIssues(db)).filter(({ archive }) => archive !== "none");
  const sent = onlines.map(pageIssueOf);
  const started = await startElsewhere(db, project, ledger.clock.now());
  const startOf = (slug: string) => started.get(slug) ?? null;
  const elsewhere = project.issues.filter(({ source }) => started.has(source.slug));
  const all = [...sent, ...partsOfFiles(elsewhere, startOf)];
  for (const online of onlines) {
    const page = pageIssueOf(online);
    const email = await loadEmail(db, online.correctedDigest ?? online.emailDigest);
    const html = await issueDocument(newsletter, page, email, seriesParts(page, all));
    const file = files.get(online.slug);
    const paths = new Set([...(aliases.get(online.issueId) ?? []), ...(file?.issue?.aliasPaths ?? [])]);
    issues.push({ page, html, aliases: [...paths], file: file?.source.path ?? null });
    for (const [, key = ""] of html.matchAll(ADDRESS)) names.add(key);
  }
  // Made from the files, as without a ledger: a build shows them before any pass of the job has run.
  const others = await readSite(project, startOf, hasImage, elsewhere, sent);
  const images = [...(await imagesOf(db, names)), ...others.images];
  return {
    issues: [...issues, ...others.issues],
    images: [...new Map(images.map((image) => [image.name, image])).values()],
    findings: others.findings,
  };
}

const ADDRESS = /\/a\/([0-9a-f]{32})\.\w{2,5}\b/g;

async function imagesOf(db: Kysely<Database>, keys: ReadonlySet<string>): Promise<SiteImage[]> {
  const images: SiteImage[] = [];
  for (const key of keys) {
    const asset = await loadAsset(db, key);
    if (asset !== null) images.push({ name: imageName(asset), bytes: asset.bytes });
  }
  return images;
}
