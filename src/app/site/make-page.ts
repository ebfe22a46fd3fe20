import { createHash } from "node:crypto";
import { acceptFindings } from "#src/app/compose/accept-findings.ts";
import { makeEmail } from "#src/app/compose/make-email.ts";
import { hashCode } from "#src/app/compose/hash-code.ts";
import { keep, readKept } from "#src/app/compose/kept-file.ts";
import { cardOf } from "#src/app/pages/save-card.ts";
import type { Asset } from "#src/model/email.ts";
import { type Finding, hasErrors } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import { nearestInstant } from "#src/model/wall-clock.ts";
import { hashInputs } from "#src/project/hash-inputs.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { imageName, readImages } from "#src/project/read-images.ts";
import { renderArticle } from "#src/render/article/render-article.ts";
import { updateOf } from "#src/render/frame-words.ts";
import type { SiteImage, SiteIssue } from "./site-issue.ts";

/** What is kept of an issue when it is made without an error. */
interface Kept {
  readonly inputs: string;
  readonly page: SiteIssue | null;
  /** Names of its images. */
  readonly images: readonly string[];
}

export interface Made {
  /** Null for an issue that was not sent, and for one whose page was never made without an error. */
  readonly page: SiteIssue | null;
  /** Its images; empty if nothing was made again and the site lacks none of them. */
  readonly images: readonly SiteImage[];
  /** Errors that keep a page from being made. Errors that keep a mail from being sent are in `check`. */
  readonly findings: readonly Finding[];
}

/**
 * Makes what the site has of an issue: its images as soon as it is ready, because its mail needs them, and its page from the
 * moment it was sent (`startedAt`, ms UTC; null before). If none of its inputs changed, the issue is read and not made again.
 * An issue with an error stays as it was last made: a mistake in a file must not take away a page that readers have a link to.
 */
export async function makePage(
  project: Project,
  parsed: ParsedIssue,
  startedAt: number | null,
  hasImage: (name: string) => boolean,
): Promise<Made> {
  const { issue, source } = parsed;
  const { root } = project;
  const name = `site ${source.path}`;
  const kept = readKept<Kept>(root, name);
  if (issue === null || hasErrors(parsed.findings)) {
    const last = issue !== null && startedAt === null ? null : (kept?.page ?? null);
    return { page: last, images: [], findings: errorsOf(parsed.findings) };
  }
  const inputs = await hashPage(project, parsed, startedAt);
  if (inputs !== null && kept?.inputs === inputs) {
    if (kept.images.every(hasImage)) return { page: kept.page, images: [], findings: [] };
    const { assets } = await readImages(root, issue, project.newsletter);
    return { page: kept.page, images: assets.map(asImage), findings: [] };
  }
  const made = startedAt === null ? await imagesOf(project, issue) : await render(project, parsed, startedAt);
  if (hasErrors(made.findings)) return { ...made, page: startedAt === null ? null : (kept?.page ?? null) };
  const images = made.images.map((image) => image.name);
  if (inputs !== null) await keep(root, name, { inputs, page: made.page, images } satisfies Kept);
  return made;
}

async function hashPage(
  project: Project,
  parsed: ParsedIssue,
  startedAt: number | null,
): Promise<string | null> {
  const files = await hashInputs(project, parsed);
  if (files === null) return null;
  const all = JSON.stringify([files, await hashCode(), project.newsletter, startedAt]);
  return createHash("sha256").update(all).digest("hex");
}

async function imagesOf({ root, newsletter }: Project, issue: Issue): Promise<Made> {
  const { assets, findings } = await readImages(root, issue, newsletter);
  return { page: null, images: assets.map(asImage), findings: errorsOf(findings) };
}

async function render(project: Project, parsed: ParsedIssue, startedAt: number): Promise<Made> {
  const { issue, source } = parsed;
  const { newsletter } = project;
  const { email, images, own, assets, findings: all } = await makeEmail(project, parsed, { ledger: null });
  const findings = errorsOf(acceptFindings(issue, { made: [...parsed.findings, ...all] }));
  if (issue === null || email === null) return { page: null, images: [], findings };
  const card = cardOf(issue, images);
  const { archive } = issue;
  const page = {
    slug: source.slug,
    archive,
    startedAt,
    card,
    correctedAt: correctedAt(issue, newsletter.timezone),
    feedId: feedIdOf(issue),
  };
  const article = renderArticle({ issue, newsletter, images, own });
  const aliases = issue.aliasPaths;
  return { page: { page, article, aliases, file: source.path }, images: assets.map(asImage), findings };
}

function asImage(asset: Asset): SiteImage {
  return { name: imageName(asset), bytes: asset.bytes };
}

function errorsOf(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity }) => severity === "error");
}

/** Without a ledger only the file can say that an issue was corrected: on the day of `updated`. */
export function correctedAt(issue: Issue, zone: string): number | null {
  const updated = updateOf(issue);
  if (updated === null) return null;
  return nearestInstant({ local: `${updated}T12:00`, zone });
}

/** The slug that the issue had first, as far as its file tells: a renamed issue must not become a new entry of a feed. */
export function feedIdOf({ slug, aliasPaths }: Issue): string {
  return aliasPaths.find((path) => !path.includes("/")) ?? slug;
}
