import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { dateOfPath, slugOf, slugOfPath } from "#src/issue/front-matter/slug-of.ts";
import type { ParseContext, Parsed } from "#src/issue/parse-issue.ts";
import { faultIn, messageOf } from "#src/model/errors.ts";
import { createReporter, type Finding, type Reporter, whereOf } from "#src/model/finding.ts";
import type { Issue, IssueSource, SnippetSource } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { withSettings } from "#src/model/rules/set-severity.ts";
import { checkTemplates, checkWords } from "./check-config.ts";
import { ifThere } from "./if-there.ts";
import { loadConfig } from "./load-config.ts";
import { listOwnBlocks, OWN_BLOCKS } from "./templates/list-own-blocks.ts";
import { listTemplates } from "./templates/list-templates.ts";
import { readPlainFile } from "./read-plain-file.ts";
import { readSnippets, SNIPPETS } from "./read-snippets.ts";
import { showsOthers, withOtherIssues } from "./with-other-issues.ts";

/** One issue file, read and parsed. */
export interface ParsedIssue {
  readonly source: IssueSource;
  /** Null where there is nothing to preview. */
  readonly issue: Issue | null;
  readonly findings: readonly Finding[];
}

/** An author's files as they were when they were read. */
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
  /** Findings about issues/ itself; those of an issue are with it. */
  readonly findings: readonly Finding[];
}

export interface ProjectOptions extends ReadOptions {
  /** Does what `parseIssue` does. */
  readonly parse?: Parse;
}

export interface ReadOptions {
  /** Replaces the newsletter's own, as PUBLIC_URL does. */
  readonly url?: string;
  /** Does what `loadConfig` does. */
  readonly config?: (root: string) => Promise<Newsletter>;
}

export type Parse = (source: IssueSource, context: ParseContext) => Parsed | Promise<Parsed>;

/** What a project's files hold, before any issue is parsed. */
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
 * Read config, template names and all issues below `root`. Throws `config/missing` and `config/invalid`. Every other file has a boundary of its own: whatever is wrong
 * with one, or goes wrong while it is read, is a finding on it alone.
 */
export async function loadProject(
  root: string,
  { parse, ...options }: ProjectOptions = {},
): Promise<Project> {
  return parseProject(await readProject(root, options), parse);
}

/** The first half of `loadProject`: reads, and parses nothing. */
export async function readProject(
  root: string,
  { url, config: load = loadConfig }: ReadOptions = {},
): Promise<ProjectFiles> {
  const folder = resolve(root);
  const report = createReporter((file: string) => whereOf(file, null));
  const templates = await readFolder("templates", () => listTemplates(folder), report);
  // The config is evaluated in a thread: the files are read meanwhile.
  const [config, issues, snippets, blocks] = await Promise.all([
    load(folder),
    readIssues(folder, report),
    readFolder(SNIPPETS, () => readSnippets(folder, report), report),
    // Of templates that cannot be read at all, one finding is enough.
    report.findings.length > 0 ? [] : readFolder(OWN_BLOCKS, () => listOwnBlocks(folder, report), report),
  ]);
  const newsletter = url === undefined ? config : { ...config, url: url.replace(/\/+$/, "") };
  const found = [...report.findings, ...checkTemplates(config, templates), ...checkWords(config)];
  const findings = withSettings(found, config.rules, "reading");
  return { root: folder, newsletter, templates, blocks, snippets, issues, findings };
}

/** The second half: opens no file, so that a text which nobody has saved yet can stand in for one. */
export async function parseProject(files: ProjectFiles, parse: Parse = parseNow): Promise<Project> {
  const { root, newsletter, templates, snippets, blocks, findings } = files;
  const context = contextOf(files);
  const parsed = await Promise.all(files.issues.map((file) => parseFile(file, context, parse)));
  const all = withTwins(withOtherIssues(parsed, newsletter));
  return { root, newsletter, templates, blocks, issues: all, snippets, findings };
}

/**
 * The project with one issue in it, as far as its file alone says: enough to draw the email without parsing three hundred others. Null
 * where no file has the slug, or where the issue shows what others say: the part before it, or related ones.
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

/** Whoever remembers what came of each file does not wait for a parser of Markdown. */
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
  // A file without text has no further findings.
  if (findings.some(({ rule }) => rule === UNREADABLE)) return { source, issue: null, findings };
  try {
    const { issue, findings: ofText } = await parse(source, context);
    return { source, issue, findings: [...findings, ...ofText] };
  } catch (error) {
    return { source, issue: null, findings: [...findings, faultIn(source.path, error)] };
  }
}

interface ReadFile {
  readonly source: IssueSource;
  readonly findings: readonly Finding[];
}

/** The rule of a file or folder that is there and cannot be read, for example without the right to. */
export const UNREADABLE = "project/unreadable";

/** Files that are open at the same time: enough to keep a disk busy, and far from any limit. */
const AT_ONCE = 32;

async function readIssues(root: string, report: Reporter<string>): Promise<ReadFile[]> {
  const list = async () => (await ifThere(readdir(join(root, "issues"), { withFileTypes: true }))) ?? [];
  const entries = await readFolder("issues", list, report);
  const files: ReadFile[] = [];
  const named = entries.filter(({ name }) => !/^[._]/.test(name));
  for (let at = 0; at < named.length; at += AT_ONCE) {
    const some = named.slice(at, at + AT_ONCE);
    for (const [index, file] of (
      await Promise.all(some.map(async (one) => readEntry(root, one)))
    ).entries()) {
      if (file === null) continue;
      if (file !== "no index") {
        files.push(file);
        continue;
      }
      const folder = `issues/${some[index]?.name}/`;
      if (folder === SNIPPETS) continue;
      const message = `${folder} holds no index.md, so there is no issue in it.`;
      report.warning("project/no-index", `${folder}index.md`, message, {
        hint: "Name the issue's file index.md.",
      });
    }
  }
  return files.toSorted(newestFirst);
}

/** Null for what is no issue, and for a file that is gone by now. */
async function readEntry(root: string, entry: Dirent): Promise<ReadFile | "no index" | null> {
  const found = await targetOf(entry);
  const isFile = found.isFile() && entry.name.endsWith(".md") && entry.name.toLowerCase() !== "readme.md";
  if (!isFile && !found.isDirectory()) return null;
  const path = isFile ? `issues/${entry.name}` : `issues/${entry.name}/index.md`;
  return (await readIssue(root, path)) ?? (isFile ? null : "no index");
}

/** What an entry is, or leads to: an issue that is kept elsewhere is one like any other. */
async function targetOf(entry: Dirent): Promise<Pick<Dirent, "isFile" | "isDirectory">> {
  if (!entry.isSymbolicLink()) return entry;
  return stat(join(entry.parentPath, entry.name)).catch(() => entry);
}

/** What a folder of the project holds; nothing, with a finding, where it cannot be read. */
async function readFolder<T>(
  name: string,
  read: () => Promise<readonly T[]>,
  report: Reporter<string>,
): Promise<readonly T[]> {
  try {
    return await read();
  } catch (error) {
    reportUnreadable(name, error, report);
    return [];
  }
}

/** Null where there is no such file. */
async function readIssue(root: string, path: string): Promise<ReadFile | null> {
  const report = createReporter((file: string) => whereOf(file, null));
  try {
    const bytes = await ifThere(readPlainFile(join(root, path)));
    return bytes && (await sourceOf(path, bytes, report));
  } catch (error) {
    reportUnreadable(path, error, report);
    return { source: { slug: slugOfPath(path), path, text: "" }, findings: report.findings };
  }
}

function reportUnreadable(path: string, error: unknown, report: Reporter<string>): void {
  const message = `This cannot be read: ${messageOf(error)}.`;
  report.error(UNREADABLE, path, message, { hint: "Check the file and its permissions." });
}

async function sourceOf(path: string, bytes: Buffer, report: Reporter<string>): Promise<ReadFile> {
  const text = bytes.toString("utf8");
  // Text that is not UTF-8 would be written back as other bytes: report it instead of mailing question marks.
  if (!Buffer.from(text, "utf8").equals(bytes))
    report.error("project/not-utf8", path, "This file is not UTF-8.", { hint: "Save it as UTF-8." });
  return { source: { slug: await slugOf(path, text), path, text }, findings: report.findings };
}

/** In the order of a project's issues. */
export function newestFirst(a: Pick<ReadFile, "source">, b: Pick<ReadFile, "source">): number {
  const [dateA, dateB] = [dateOfPath(a.source.path), dateOfPath(b.source.path)];
  return dateA < dateB ? 1 : dateA > dateB ? -1 : a.source.path < b.source.path ? -1 : 1;
}

export const DUPLICATE_SLUG = "project/duplicate-slug";

/** Slugs and numbers name an issue permanently, so each belongs to one. */
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
