import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { dateOfPath, slugOf } from "#src/issue/front-matter/slug-of.ts";
import { parseIssue } from "#src/issue/parse-issue.ts";
import { createReporter, type Finding, whereOf } from "#src/model/finding.ts";
import type { Issue, IssueSource } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { ifThere } from "./if-there.ts";
import { loadConfig } from "./load-config.ts";
import { listTemplates } from "./load-template.ts";

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
  /** Newest first, by the date in the name. */
  readonly issues: readonly ParsedIssue[];
  /** Findings about issues/ itself; those of an issue are with it. */
  readonly findings: readonly Finding[];
}

/**
 * Read config, template names and all issues below `root`. `url` replaces the newsletter's own, as PUBLIC_URL
 * does. Throws `config/missing` and `config/invalid`; a fault of an issue is a finding.
 */
export async function loadProject(root: string, options: { readonly url?: string } = {}): Promise<Project> {
  const folder = resolve(root);
  const config = await loadConfig(folder);
  const newsletter = options.url === undefined ? config : { ...config, url: options.url.replace(/\/+$/, "") };
  const templates = await listTemplates(folder);
  const { files, findings } = await readIssues(folder);
  const named = files.map(({ source }) => ({ path: source.path, slug: source.slug }));
  const parsed = files.map(({ source, findings: ofBytes }) => {
    const { issue, findings: ofText } = parseIssue(source, { newsletter, templates, issues: named });
    return { source, issue, findings: [...ofBytes, ...ofText] };
  });
  return { root: folder, newsletter, templates, issues: withTwins(parsed), findings };
}

interface ReadFile {
  readonly source: IssueSource;
  readonly findings: readonly Finding[];
}

async function readIssues(root: string): Promise<{ files: ReadFile[]; findings: readonly Finding[] }> {
  const entries = (await ifThere(readdir(join(root, "issues"), { withFileTypes: true }))) ?? [];
  const files: ReadFile[] = [];
  const report = createReporter((file: string) => whereOf(file, null));
  for (const entry of entries) {
    if (/^[._]/.test(entry.name)) continue;
    const isFile = entry.isFile() && entry.name.endsWith(".md") && entry.name.toLowerCase() !== "readme.md";
    if (!isFile && !entry.isDirectory()) continue;
    const path = isFile ? `issues/${entry.name}` : `issues/${entry.name}/index.md`;
    const bytes = await ifThere(readFile(join(root, path)));
    if (bytes === null) {
      const message = `issues/${entry.name}/ holds no index.md, so there is no issue in it.`;
      report.warning("project/no-index", path, message, { hint: "Name the issue's file index.md." });
      continue;
    }
    files.push(sourceOf(path, bytes));
  }
  return { files: files.toSorted(newestFirst), findings: report.findings };
}

function sourceOf(path: string, bytes: Buffer): ReadFile {
  const text = bytes.toString("utf8");
  const report = createReporter((file: string) => whereOf(file, null));
  // Written back, text that is not UTF-8 would be other bytes: report it instead of mailing question marks.
  if (!Buffer.from(text, "utf8").equals(bytes))
    report.error("project/not-utf8", path, "This file is not UTF-8.", { hint: "Save it as UTF-8." });
  return { source: { slug: slugOf(path, text), path, text }, findings: report.findings };
}

function newestFirst(a: ReadFile, b: ReadFile): number {
  const [dateA, dateB] = [dateOfPath(a.source.path), dateOfPath(b.source.path)];
  return dateA < dateB ? 1 : dateA > dateB ? -1 : a.source.path < b.source.path ? -1 : 1;
}

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
      report.error("project/duplicate-slug", "slug", message, more);
    }
    if (numberTwin !== undefined) {
      const message = `${numberTwin} has the number ${issue?.number} too.`;
      report.error("project/duplicate-number", "issue", message, more);
    }
    return { ...one, findings: [...findings, ...report.findings] };
  });
}
