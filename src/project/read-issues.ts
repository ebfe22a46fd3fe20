import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { dateOfPath, slugOf, slugOfPath } from "#src/issue/front-matter/slug-of.ts";
import { messageOf } from "#src/model/errors.ts";
import { createReporter, type Finding, type Reporter, whereOf } from "#src/model/finding.ts";
import type { IssueSource } from "#src/model/issue.ts";
import { ifThere } from "./if-there.ts";
import { readPlainFile } from "./read-plain-file.ts";
import { SNIPPETS } from "./read-snippets.ts";

/** An issue file as it was read. */
export interface ReadFile {
  readonly source: IssueSource;
  readonly findings: readonly Finding[];
}

/** The rule for a file or folder that exists but cannot be read, for example for lack of permission. */
export const UNREADABLE = "project/unreadable";

/** Files that are open at the same time: enough to keep a disk busy, and far from any limit. */
const AT_ONCE = 32;

/** Reads every issue below `root`, newest first. A file that cannot be read gets a finding of its own. */
export async function readIssues(root: string, report: Reporter<string>): Promise<ReadFile[]> {
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

/** Null for an entry that is no issue, and for a file that no longer exists. */
async function readEntry(root: string, entry: Dirent): Promise<ReadFile | "no index" | null> {
  const found = await targetOf(entry);
  const isFile = found.isFile() && entry.name.endsWith(".md") && entry.name.toLowerCase() !== "readme.md";
  if (!isFile && !found.isDirectory()) return null;
  const path = isFile ? `issues/${entry.name}` : `issues/${entry.name}/index.md`;
  return (await readIssue(root, path)) ?? (isFile ? null : "no index");
}

/** Returns what an entry is, or what its link leads to: an issue that is kept elsewhere is like any other. */
async function targetOf(entry: Dirent): Promise<Pick<Dirent, "isFile" | "isDirectory">> {
  if (!entry.isSymbolicLink()) return entry;
  return stat(join(entry.parentPath, entry.name)).catch(() => entry);
}

/** Returns what a folder of the project contains; if it cannot be read, nothing, with a finding. */
export async function readFolder<T>(
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

/** Null if there is no such file. */
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

/** The order of a project's issues. */
export function newestFirst(a: Pick<ReadFile, "source">, b: Pick<ReadFile, "source">): number {
  const [dateA, dateB] = [dateOfPath(a.source.path), dateOfPath(b.source.path)];
  return dateA < dateB ? 1 : dateA > dateB ? -1 : a.source.path < b.source.path ? -1 : 1;
}
