import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { dateOfPath, slugOf } from "#src/issue/front-matter/slug-of.ts";
import { parseIssue } from "#src/issue/parse-issue.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue, IssueSource } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
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
  /** What is to be said of issues/ itself; findings of an issue are with it. */
  readonly findings: readonly Finding[];
}

/**
 * Read config, names of templates and all issues below `root`. `url` replaces the newsletter's own, as PUBLIC_URL
 * does. Throws `config/missing` and `config/invalid`; whatever is wrong with an issue is a finding.
 */
export async function loadProject(root: string, options: { readonly url?: string } = {}): Promise<Project> {
  const folder = resolve(root);
  const config = await loadConfig(folder);
  const newsletter = options.url === undefined ? config : { ...config, url: options.url.replace(/\/+$/, "") };
  const templates = await listTemplates(folder);
  const { files, findings } = await readIssues(folder);
  const named = files.map(({ source }) => ({ path: source.path, slug: source.slug }));
  const parsed = files.map(({ source, finding }) => {
    const { issue, findings: said } = parseIssue(source, { newsletter, templates, issues: named });
    return { source, issue, findings: finding === null ? said : [finding, ...said] };
  });
  return { root: folder, newsletter, templates, issues: withTwins(parsed), findings };
}

interface ReadFile {
  readonly source: IssueSource;
  readonly finding: Finding | null;
}

async function readIssues(root: string): Promise<{ files: ReadFile[]; findings: Finding[] }> {
  const entries = await entriesOf(join(root, "issues"));
  const files: ReadFile[] = [];
  const findings: Finding[] = [];
  for (const entry of entries) {
    const isFile = entry.isFile() && entry.name.endsWith(".md") && entry.name.toLowerCase() !== "readme.md";
    if (!isFile && !entry.isDirectory()) continue;
    const path = isFile ? `issues/${entry.name}` : `issues/${entry.name}/index.md`;
    const bytes = await bytesOf(join(root, path));
    if (bytes === null) {
      findings.push(
        findingAt(
          path,
          "project/no-index",
          "warning",
          `issues/${entry.name}/ holds no index.md, so there is no issue in it.`,
          "Call the issue's text index.md.",
        ),
      );
      continue;
    }
    files.push(sourceOf(path, bytes));
  }
  return { files: files.toSorted(newestFirst), findings };
}

async function entriesOf(folder: string) {
  try {
    return (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !/^[._]/.test(name));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function sourceOf(path: string, bytes: Buffer): ReadFile {
  const text = bytes.toString("utf8");
  // Written back, text that is not UTF-8 would be other bytes: say so instead of mailing question marks.
  const finding = Buffer.from(text, "utf8").equals(bytes)
    ? null
    : findingAt(path, "project/not-utf8", "error", "This file is not UTF-8.", "Save it in that encoding.");
  return { source: { slug: slugOf(path, text), path, text }, finding };
}

function newestFirst(a: ReadFile, b: ReadFile): number {
  const [dateA, dateB] = [dateOfPath(a.source.path), dateOfPath(b.source.path)];
  return dateA < dateB ? 1 : dateA > dateB ? -1 : a.source.path < b.source.path ? -1 : 1;
}

/** Slugs and numbers name an issue for ever, so each belongs to one. */
function withTwins(parsed: readonly ParsedIssue[]): ParsedIssue[] {
  const bySlug = Map.groupBy(parsed, ({ source }) => source.slug);
  const byNumber = Map.groupBy(parsed, ({ issue }) => issue?.number ?? null);
  return parsed.map((one) => {
    const { source, issue, findings } = one;
    const more: Finding[] = [];
    const same = (group: readonly ParsedIssue[] | undefined, key: "slug" | "issue", what: string) => {
      const other = group?.find((twin) => twin !== one);
      if (other === undefined) return;
      const place = issue?.keyPlaces[key] ?? null;
      more.push({
        ...findingAt(
          source.path,
          `project/duplicate-${key === "slug" ? "slug" : "number"}`,
          "error",
          `${other.source.path} has ${what} too.`,
          "Give one of them another.",
        ),
        line: place?.line ?? null,
        column: place?.column ?? null,
      });
    };
    same(bySlug.get(source.slug), "slug", `the slug ${source.slug}`);
    if (issue !== null && issue.number !== null)
      same(byNumber.get(issue.number), "issue", `the number ${issue.number}`);
    return more.length === 0 ? one : { ...one, findings: [...findings, ...more] };
  });
}

function findingAt(
  file: string,
  rule: string,
  severity: Finding["severity"],
  message: string,
  hint: string,
): Finding {
  return { rule, severity, file, line: null, column: null, message, hint, fix: null };
}
