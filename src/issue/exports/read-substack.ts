import { posix } from "node:path";
import { cleanedLine } from "./cleaned-text.ts";
import type { ExportFiles, Post, ReadExport } from "./post.ts";
import { readInstant } from "./read-date.ts";
import { cell, readTable, type Row } from "./read-table.ts";
import { tallyLeft } from "./tally-left.ts";

/**
 * Substack's export: `posts.csv` (post_id, post_date, is_published, type, audience, title, subtitle, podcast_url) and
 * `posts/<id>.<slug>.html`, as TryGhost/migrate reads it (packages/mg-substack/lib). The other files of `posts/` hold addresses of readers.
 */
export function readSubstack(files: ExportFiles, site: string | null): ReadExport {
  const table = [...files.keys()].find((path) => posix.basename(path) === "posts.csv") ?? "";
  const left = tallyLeft();
  const broken: { origin: string; reason: string }[] = [];
  const posts = readTable(files.get(table) ?? "").flatMap((row): Post[] => {
    const id = cell(row, "post_id") ?? "";
    const type = cell(row, "type") ?? "newsletter";
    if (cell(row, "is_published")?.toLowerCase() !== "true") return left.add("draft");
    if (!["newsletter", "podcast"].includes(type)) return left.add(type);
    const path = pathOf(files, posix.dirname(table), id);
    const html = path === null ? undefined : files.get(path);
    if (path === null || html === undefined || html.trim() === "") {
      broken.push({
        origin: `${table}, post ${id}`,
        reason: "the export lists it and holds no text of it; export again, or copy it by hand",
      });
      return [];
    }
    return [readPost(row, { id, path, html, site })];
  });
  return { posts, left: left.by, broken };
}

/** Some exports name a post by its number alone, and its file by number and slug. */
function pathOf(files: ExportFiles, folder: string, id: string): string | null {
  const whole = posix.join(folder, "posts", `${id}.html`);
  if (files.has(whole)) return whole;
  const start = posix.join(folder, "posts", `${id}.`);
  return [...files.keys()].find((path) => path.startsWith(start) && path.endsWith(".html")) ?? null;
}

const ACCESS: Readonly<Record<string, Post["access"]>> = {
  everyone: "everyone",
  only_free: "subscribers",
  only_paid: "paying",
  founding: "paying",
};

function readPost(
  row: Row,
  { id, path, html, site }: { id: string; path: string; html: string; site: string | null },
): Post {
  const [, number = id, slug = ""] = /^(\d+)\.(.*)$/.exec(posix.basename(path, ".html")) ?? [];
  const podcast = cell(row, "podcast_url");
  // A podcast's text is only its notes; the recording itself is named in the table alone.
  const lead = podcast === null ? "" : `<audio src="${podcast.replaceAll('"', "&quot;")}"></audio>`;
  return {
    origin: path,
    id: number,
    title: cleanedLine(cell(row, "title")),
    subtitle: cleanedLine(cell(row, "subtitle")),
    subject: null,
    previewText: null,
    description: null,
    slug,
    publishedAt: readInstant(cell(row, "post_date", "email_sent_at")),
    url: site === null || slug === "" ? null : `${site}/p/${slug}`,
    path: slug === "" ? null : `/p/${slug}`,
    canonicalUrl: null,
    access: ACCESS[cell(row, "audience") ?? "everyone"] ?? "paying",
    number: null,
    authors: [],
    tags: [],
    image: null,
    body: { kind: "html", text: lead + html },
    folder: posix.dirname(path),
  };
}
