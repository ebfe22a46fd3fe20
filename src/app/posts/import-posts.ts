import { composeIssue } from "#src/app/compose/compose-issue.ts";
import { type ExportFiles, type ReadExport, type System, SYSTEM_NAMES } from "#src/issue/exports/post.ts";
import { readExport, recogniseSystem } from "#src/issue/exports/read-export.ts";
import type { IssueWish } from "#src/issue/import/front-matter-of.ts";
import { tidyPost } from "#src/issue/import/tidy-post.ts";
import { writeIssue } from "#src/issue/import/write-issue.ts";
import { LetterpressError, messageOf } from "#src/model/errors.ts";
import type { Finding } from "#src/model/finding.ts";
import { attributesOf } from "#src/model/newsletter.ts";
import { loadProject, type Project } from "#src/project/load-project.ts";
import { fetchLater } from "./fetch-later.ts";
import type { FetchPicture } from "./fetch-picture.ts";
import { findPictures, hasOwnPictures } from "./find-pictures.ts";
import { type NamedPost, namePosts } from "./name-posts.ts";
import { createOldAddresses, type OldAddresses } from "./old-addresses.ts";
import { type OpenExport, openExport } from "./open-export.ts";
import { saveIssue } from "./save-issue.ts";

interface ImportWish {
  /** The export: a ZIP file, a folder, or the file in it. */
  readonly path: string;
  /** Null: recognised by its files. */
  readonly from: System | null;
  /** The old site's address, without a slash at its end. */
  readonly site: string | null;
  readonly lang: string | null;
  /** Null where pictures of other sites stay there. */
  readonly fetch: FetchPicture | null;
  readonly dryRun: boolean;
  /** ms UTC. */
  readonly now: number;
  readonly onProgress: (step: {
    readonly what: string;
    readonly done: number;
    readonly total: number;
  }) => void;
}

/** A post that could not be imported or completed, and why. */
interface BrokenPost {
  readonly origin: string;
  readonly reason: string;
}

export interface ImportedPosts {
  readonly system: System;
  /** Paths relative to the root: what was written, or would be. */
  readonly written: readonly string[];
  /** Issues that were there before, and stay as they are. */
  readonly kept: readonly string[];
  /** Those of `kept` whose pictures were fetched now; only the addresses of the pictures have changed. */
  readonly completed: readonly string[];
  /** How many of each kind were left out because they are not published posts: drafts, pages. */
  readonly left: Readonly<Record<string, number>>;
  readonly broken: readonly BrokenPost[];
  /** How many pictures lie beside issues now, or would. */
  readonly pictures: number;
  readonly findings: readonly Finding[];
}

/**
 * Turns the posts of another system's export into issues: drafts with their old dates. An issue that is there is never overwritten,
 * so a second run adds only what is missing. A post that fails is named, and holds up no other. Throws `import/unreadable`.
 */
export async function importPosts(project: Project, wish: ImportWish): Promise<ImportedPosts> {
  await using held = await openExport(wish.path);
  const { system, ...read } = readHeld(held.files, wish);
  const named = namePosts(read.posts, project);
  const broken: BrokenPost[] = [...read.broken];
  const addresses = createOldAddresses();
  const planned = planPosts(named, { project, system, held, wish, addresses, broken });
  const common = commonWish(project, system, wish);
  const written: string[] = [];
  const findings: Finding[] = [];
  let pictures = 0;
  for (const [index, { post, slug, date, path }] of planned.entries()) {
    wish.onProgress({ what: "Importing posts", done: index, total: planned.length });
    try {
      const tidy = tidyPost(post, common);
      const found = await findPictures(tidy, { held, fetch: wish.dryRun ? null : wish.fetch });
      const pathOf = (url: string) => addresses.pathOf(url, path);
      const { text, findings: own } = writeIssue(
        tidy,
        { ...common, slug, date, pictures: found.pictures, pathOf },
        path,
      );
      if (!wish.dryRun && !(await saveIssue(project.root, path, { text, beside: found.beside }))) continue;
      if (post.number !== null) common.numbers.add(post.number);
      written.push(path);
      pictures += found.beside.size;
      findings.push(...own);
    } catch (error) {
      broken.push({ origin: post.origin, reason: messageOf(error) });
    }
  }
  const later = await completeKept(named, { project, system, held, wish, broken });
  findings.push(...later.findings);
  pictures += later.pictures;
  const { completed } = later;
  if (!wish.dryRun) findings.push(...(await errorsOf(project, [...written, ...completed], wish)));
  const kept = named.flatMap(({ known }) => known ?? []);
  return { system, written, kept, completed, left: read.left, broken, pictures, findings };
}

/** Recognises the system and reads its posts. A damaged table fails the whole import: nobody could tell which rows are missing. */
function readHeld(
  files: ExportFiles,
  { path, from, site }: ImportWish,
): ReadExport & { readonly system: System } {
  const system = from ?? recogniseSystem(files);
  if (system === null)
    throw new LetterpressError(
      "import/unreadable",
      `${path} holds no posts of any system that Letterpress can import.`,
    );
  let read: ReadExport;
  try {
    read = readExport(system, files, site);
  } catch (error) {
    throw new LetterpressError("import/unreadable", `${path} is damaged: ${messageOf(error)}`, {
      cause: error,
    });
  }
  if (read.posts.length + read.broken.length + Object.keys(read.left).length > 0) return { ...read, system };
  throw new LetterpressError("import/unreadable", `${path} holds no posts of ${SYSTEM_NAMES[system]}.`);
}

/** What each step of an import works with. Posts that a step cannot read are added to `broken`. */
interface Around {
  readonly project: Project;
  readonly system: System;
  readonly held: OpenExport;
  readonly wish: ImportWish;
  readonly broken: BrokenPost[];
}

interface Planned extends NamedPost {
  readonly path: string;
}

/**
 * Gives every new post its path before any post is written, because a link from one to another needs both paths. The
 * tree of a post is made again when it is written: the trees of a thousand emails together would not fit in memory.
 */
function planPosts(
  named: readonly NamedPost[],
  around: Around & { readonly addresses: OldAddresses },
): Planned[] {
  const { project, system, held, wish, addresses, broken } = around;
  const attributes = Object.keys(attributesOf(project.newsletter));
  return named.flatMap((one): Planned[] => {
    if (one.known !== null) {
      addresses.add(one.post, one.known);
      return [];
    }
    try {
      const tidy = tidyPost(one.post, { system, attributes });
      const isFolder = hasOwnPictures(tidy, { held, fetch: wish.fetch });
      const path = isFolder ? `issues/${one.name}/index.md` : `issues/${one.name}.md`;
      addresses.add(one.post, path);
      return [{ ...one, path }];
    } catch (error) {
      broken.push({ origin: one.post.origin, reason: messageOf(error) });
      return [];
    }
  });
}

/** Fetches pictures that an earlier run could not fetch, or was not asked to. */
async function completeKept(
  named: readonly NamedPost[],
  around: Around,
): Promise<{ completed: readonly string[]; pictures: number; findings: readonly Finding[] }> {
  const { project, system, held, wish, broken } = around;
  const { fetch, dryRun, onProgress } = wish;
  const completed: string[] = [];
  const findings: Finding[] = [];
  let pictures = 0;
  if (fetch === null || dryRun) return { completed, pictures, findings };
  const attributes = Object.keys(attributesOf(project.newsletter));
  const kept = named.flatMap(({ post, known }) => (known === null ? [] : [{ post, path: known }]));
  for (const [index, { post, path }] of kept.entries()) {
    onProgress({ what: "Fetching pictures", done: index, total: kept.length });
    try {
      const tidy = tidyPost(post, { system, attributes });
      const done = await fetchLater(project.root, path, tidy, { held, fetch });
      if (done.pictures > 0) completed.push(path);
      pictures += done.pictures;
      findings.push(...done.findings);
    } catch (error) {
      broken.push({ origin: post.origin, reason: messageOf(error) });
    }
  }
  return { completed, pictures, findings };
}

/** What all issues of one import share. */
function commonWish({ newsletter, issues }: Project, system: System, { site, lang }: ImportWish) {
  const authors = Object.entries(newsletter.authors).map(
    ([key, { name }]) => [name.toLowerCase(), key] as const,
  );
  return {
    system,
    attributes: Object.keys(attributesOf(newsletter)),
    authors: new Map(authors),
    numbers: new Set(issues.flatMap(({ issue }) => issue?.number ?? [])),
    lang,
    site,
  } satisfies Partial<IssueWish>;
}

/** Finds the errors at which `check` would stop in the issues that were written. */
async function errorsOf(
  { root }: Project,
  written: readonly string[],
  { now, onProgress }: ImportWish,
): Promise<Finding[]> {
  const project = await loadProject(root);
  const errors: Finding[] = [];
  const imported = project.issues.filter(({ source }) => written.includes(source.path));
  for (const [index, parsed] of imported.entries()) {
    onProgress({ what: "Checking issues", done: index, total: imported.length });
    const { findings } = await composeIssue(project, parsed, { now, ledger: null });
    errors.push(...findings.filter(({ severity }) => severity === "error"));
  }
  return errors;
}
