import { articleOf } from "#src/app/pages/article-of.ts";
import { pageIssueOf } from "#src/app/pages/page-issue.ts";
import type { Project } from "#src/project/load-project.ts";
import { imageName } from "#src/project/read-images.ts";
import type { Kysely } from "kysely";
import { loadAsset } from "#src/store/database/assets.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import type { Database } from "#src/store/database/schema.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import { aliasesByIssue, onlineIssues } from "#src/store/issues/issue-pages.ts";
import { type Site, readSite } from "./read-site.ts";
import type { SiteImage, SiteIssue } from "./site-issue.ts";
import { startElsewhere } from "./start-elsewhere.ts";

/**
 * The site of what a ledger has sent: the pages that `letterpress serve` shows, from the emails that were sent or corrected
 * since. An issue that the ledger sent takes only the paths it had in another system from its file. An issue that the ledger
 * never sent is shown if its file says so.
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
  for (const online of await onlineIssues(db)) {
    if (online.archive === "none") continue;
    const page = pageIssueOf(online);
    const article = await articleOf(ledger, newsletter, online);
    const file = files.get(online.slug);
    const paths = new Set([...(aliases.get(online.issueId) ?? []), ...(file?.issue?.aliasPaths ?? [])]);
    issues.push({ page, article, aliases: [...paths], file: file?.source.path ?? null });
    const email = await loadEmail(db, online.correctedDigest ?? online.emailDigest);
    // The mail may have pictures that the page does not have: readers load them from the site.
    const texts = [article.html, page.card?.image ?? "", ...email.html];
    for (const text of texts)
      if (typeof text === "string") for (const [, key = ""] of text.matchAll(ADDRESS)) names.add(key);
  }
  const others = await mailedElsewhere(ledger, project, hasImage);
  const images = [...(await imagesOf(db, names)), ...others.images];
  return {
    issues: [...issues, ...others.issues],
    images: [...new Map(images.map((image) => [image.name, image])).values()],
    findings: others.findings,
  };
}

/** Makes these issues from the files, as without a ledger, so that a build shows them before any pass of the job has run. */
async function mailedElsewhere(
  { db, clock }: Ledger,
  project: Project,
  hasImage: (name: string) => boolean,
): Promise<Site> {
  const started = await startElsewhere(db, project, clock.now());
  const issues = project.issues.filter(({ source }) => started.has(source.slug));
  return readSite(project, (slug) => started.get(slug) ?? null, hasImage, issues);
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
