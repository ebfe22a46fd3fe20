import type { Finding } from "#src/model/finding.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { type Made, makePage } from "./make-page.ts";
import type { SiteImage, SiteIssue } from "./site-issue.ts";

/** How many issues are made at once: while the template renders one, the images of others are made. */
const AT_ONCE = 6;

/** Everything that the site shows, before it is laid out in pages. */
export interface Site {
  /** Public and unlisted issues that were sent, in any order. */
  readonly issues: readonly SiteIssue[];
  readonly images: readonly SiteImage[];
  readonly findings: readonly Finding[];
}

/**
 * The site of a newsletter's files. `startOf` tells when an issue was sent, ms UTC by its slug; null if it was not. A draft
 * that was not sent leaves no trace, neither its page nor its images, because an embargo is a promise. `issues` are the ones
 * to read.
 */
export async function readSite(
  project: Project,
  startOf: (slug: string) => number | null,
  hasImage: (name: string) => boolean,
  issues: readonly ParsedIssue[] = project.issues,
): Promise<Site> {
  const made: Made[] = [];
  const make = async (parsed: ParsedIssue): Promise<Made> => {
    const { source, issue } = parsed;
    const startedAt = issue?.trigger == null && issue?.archive !== "none" ? startOf(source.slug) : null;
    if (issue !== null && issue.draft && startedAt === null) return NOTHING;
    return makePage(project, parsed, startedAt, hasImage);
  };
  let next = 0;
  const takeTurns = async (): Promise<void> => {
    for (let at = next++; at < issues.length; at = next++) {
      const parsed = issues[at];
      if (parsed !== undefined) made[at] = await make(parsed);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));
  // The same logo is an image of every issue, so each image is taken once.
  const images = new Map(made.flatMap((one) => one.images.map((image) => [image.name, image])));
  return {
    issues: made.flatMap(({ page }) => page ?? []),
    images: [...images.values()],
    findings: made.flatMap(({ findings }) => findings),
  };
}

const NOTHING: Made = { page: null, images: [], findings: [] };
