import type { Finding } from "#src/model/finding.ts";
import type { Project } from "#src/project/load-project.ts";
import { makePage } from "./make-page.ts";
import type { SiteImage, SiteIssue } from "./site-issue.ts";

/** Everything that the site shows, before it is laid out in pages. */
export interface Site {
  /** Public and unlisted issues that were sent, in any order. */
  readonly issues: readonly SiteIssue[];
  readonly images: readonly SiteImage[];
  readonly findings: readonly Finding[];
}

/**
 * The site of a newsletter's files. `startOf` tells when an issue was sent, ms UTC by its slug; null for one that was not. A draft leaves no
 * trace unless it was: neither its page nor its images, because an embargo is a promise.
 */
export async function readSite(
  project: Project,
  startOf: (slug: string) => number | null,
  hasImage: (name: string) => boolean,
): Promise<Site> {
  const issues: SiteIssue[] = [];
  const images = new Map<string, SiteImage>();
  const findings: Finding[] = [];
  for (const parsed of project.issues) {
    const { issue, source } = parsed;
    const startedAt = issue?.trigger == null && issue?.archive !== "none" ? startOf(source.slug) : null;
    if (issue !== null && issue.draft && startedAt === null) continue;
    const made = await makePage(project, parsed, startedAt, hasImage);
    for (const image of made.images) images.set(image.name, image);
    if (made.page !== null) issues.push(made.page);
    findings.push(...made.findings);
  }
  return { issues, images: [...images.values()], findings };
}
