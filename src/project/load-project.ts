import { resolve } from "node:path";
import type { ParseContext, Parsed } from "#src/issue/parse-issue.ts";
import { faultIn } from "#src/model/errors.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue, IssueSource, SnippetSource } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { withSettings } from "#src/model/rules/set-severity.ts";
import { checkTemplates, checkWords } from "./check-config.ts";
import { loadConfig } from "./load-config.ts";
import { listOwnBlocks, OWN_BLOCKS } from "./templates/list-own-blocks.ts";
import { listTemplates } from "./templates/list-templates.ts";
import { type ReadFile, readFolder, readIssues, UNREADABLE } from "./read-issues.ts";
import { readSnippets, SNIPPETS } from "./read-snippets.ts";
import { showsOthers, withOtherIssues } from "./with-other-issues.ts";

/** One issue file, read and parsed. */
export interface ParsedIssue {
  readonly source: IssueSource;
  /** Null if there is nothing to preview. */
  readonly issue: Issue | null;
  readonly findings: readonly Finding[];
}

/** An author's files as they were when read. */
export interface Project {
  /** Absolute. */
  readonly root: string;
  readonly newsletter: Newsletter;
  readonly templates: readonly string[];
  /** Names of the newsletter's own blocks. */
  readonly blocks: readonly string[];
  /** Newest first, by the date in the name. */
  readonly issues: readonly ParsedIssue[];
  /** The texts of issues/snippets/, by name. */
  readonly snippets: readonly SnippetSource[];
  /** Findings about the project's folders and config; each issue has its own. */
  readonly findings: readonly Finding[];
}

export interface ProjectOptions extends ReadOptions {
  /** Replaces `parseIssue`. */
  readonly parse?: Parse;
}

export interface ReadOptions {
  /** Replaces the newsletter's own url, as PUBLIC_URL does. */
  readonly url?: string;
  /** Replaces `loadConfig`. */
  readonly config?: (root: string) => Promise<Newsletter>;
}

export type Parse = (source: IssueSource, context: ParseContext) => Parsed | Promise<Parsed>;

/** The contents of a project's files, before any issue is parsed. */
export interface ProjectFiles extends Pick<
  Project,
  "root" | "newsletter" | "templates" | "blocks" | "snippets"
> {
  /** Newest first. */
  readonly issues: readonly ReadFile[];
  /** About the folders and the config. */
  readonly findings: readonly Finding[];
}

/**
 * Read the config, template names and all issues below `root`. Throws `config/missing` and `config/invalid`. Every
 * other file is isolated: whatever is wrong with it, or goes wrong while it is read, is a finding on that file alone.
 */
export async function loadProject(
  root: string,
  { parse, ...options }: ProjectOptions = {},
): Promise<Project> {
  return parseProject(await readProject(root, options), parse);
}

/** The first half of `loadProject`: reads the files and parses nothing. */
export async function readProject(
  root: string,
  { url, config: load = loadConfig }: ReadOptions = {},
): Promise<ProjectFiles> {
  const folder = resolve(root);
  const report = createReporter((file: string) => whereOf(file, null));
  const templates = await readFolder("templates", () => listTemplates(folder), report);
  // The config is evaluated in a thread, so the files are read at the same time.
  const [config, issues, snippets, blocks] = await Promise.all([
    load(folder),
    readIssues(folder, report),
    readFolder(SNIPPETS, () => readSnippets(folder, report), report),
    // If templates/ cannot be read at all, one finding is enough.
    report.findings.length > 0 ? [] : readFolder(OWN_BLOCKS, () => listOwnBlocks(folder, report), report),
  ]);
  const newsletter = url === undefined ? config : { ...config, url: url.replace(/\/+$/, "") };
  // The folders are read at the same time: the one that is done first must not change which finding is printed first.
  const unreadable = report.findings.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  const found = [...unreadable, ...checkTemplates(config, templates), ...checkWords(config)];
  const findings = withSettings(found, config.rules, "reading");
  return { root: folder, newsletter, templates, blocks, snippets, issues, findings };
}

/** The second half: opens no file, so that an unsaved text can stand in for one. */
export async function parseProject(files: ProjectFiles, parse: Parse = parseNow): Promise<Project> {
  const { root, newsletter, templates, snippets, blocks, findings } = files;
  const context = contextOf(files);
  const parsed = await Promise.all(files.issues.map((file) => parseFile(file, context, parse)));
  const all = withTwins(withOtherIssues(parsed, newsletter));
  return { root, newsletter, templates, blocks, issues: all, snippets, findings };
}

/**
 * Returns the project with only one issue in it, as far as its file alone describes it: enough to draw the email
 * without parsing three hundred others. Null if no file has the slug, or if the issue shows what others say: the part
 * before it, or related ones.
 */
export async function parseAlone(
  files: ProjectFiles,
  slug: string,
  parse: Parse = parseNow,
): Promise<{ readonly project: Project; readonly parsed: ParsedIssue } | null> {
  const file = files.issues.find(({ source }) => source.slug === slug);
  if (file === undefined) return null;
  const parsed = await parseFile(file, contextOf(files), parse);
  if (parsed.issue !== null && showsOthers(parsed.issue)) return null;
  return { project: { ...files, issues: [parsed] }, parsed };
}

/** Loaded on first use: a caller that remembers the result of each file needs no Markdown parser. */
const parseNow: Parse = async (...file) => (await import("#src/issue/parse-issue.ts")).parseIssue(...file);

function contextOf({ newsletter, templates, snippets, blocks, issues }: ProjectFiles): ParseContext {
  const names = issues.map(({ source }) => ({ path: source.path, slug: source.slug }));
  return { newsletter, templates, issues: names, snippets, blocks };
}

async function parseFile(
  { source, findings }: ReadFile,
  context: ParseContext,
  parse: Parse,
): Promise<ParsedIssue> {
  // A file that could not be read as text gets no further findings.
  if (findings.some(({ rule }) => rule === UNREADABLE)) return { source, issue: null, findings };
  try {
    const { issue, findings: ofText } = await parse(source, context);
    return { source, issue, findings: [...findings, ...ofText] };
  } catch (error) {
    return { source, issue: null, findings: [...findings, faultIn(source.path, error)] };
  }
}

export const DUPLICATE_SLUG = "project/duplicate-slug";

/** Slugs and numbers identify an issue permanently, so each must belong to one issue only. */
function withTwins(parsed: readonly ParsedIssue[]): ParsedIssue[] {
  const bySlug = Map.groupBy(parsed, ({ source }) => source.slug);
  const byNumber = Map.groupBy(parsed, ({ issue }) => issue?.number ?? null);
  return parsed.map((one) => {
    const { source, issue, findings } = one;
    const report = createReporter((key: string) => whereOf(source.path, issue?.keyPlaces[key]));
    const otherOf = (group: readonly ParsedIssue[] | undefined) =>
      group?.find((twin) => twin !== one)?.source.path;
    const slugTwin = otherOf(bySlug.get(source.slug));
    const numberTwin = issue?.number == null ? undefined : otherOf(byNumber.get(issue.number));
    const more = { hint: "Give one of them another." };
    if (slugTwin !== undefined) {
      const message = `${slugTwin} has the slug ${source.slug} too.`;
      report.error(DUPLICATE_SLUG, "slug", message, more);
    }
    if (numberTwin !== undefined) {
      const message = `${numberTwin} has the number ${issue?.number} too.`;
      report.error("project/duplicate-number", "issue", message, more);
    }
    return { ...one, findings: [...findings, ...report.findings] };
  });
}
