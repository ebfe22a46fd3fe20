import { posix } from "node:path";
import { parse as parseYaml } from "yaml";
import { cleanedLine } from "./cleaned-text.ts";
import type { ExportFiles, Post, ReadExport } from "./post.ts";
import { readInstant } from "./read-date.ts";
import { readTable } from "./read-table.ts";
import { tallyLeft } from "./tally-left.ts";

type Entry = Readonly<Record<string, unknown>>;

/**
 * Buttondown's export: `emails.csv` or `emails.json` (id, secondary_id, subject, publish_date, email_type, slug) and `emails/<slug>.md`, whose
 * first line tells Markdown (`buttondown-editor-mode: plaintext`) from HTML (`fancy`): TryGhost/migrate, packages/mg-buttondown. Files with
 * front matter of their own are what `buttondown pull` writes (buttondown/cli).
 */
export function readButtondown(files: ExportFiles, site: string | null): ReadExport {
  const left = tallyLeft();
  const broken: { origin: string; reason: string }[] = [];
  const listed = listOf(files);
  const bodies = [...files].filter(
    ([path]) => /\.(?:md|markdown)$/i.test(path) && posix.basename(path).toLowerCase() !== "readme.md",
  );
  const bySlug = new Map(
    bodies.map(([path, text]) => [posix.basename(path).replace(/\.\w+$/, ""), { path, text }]),
  );
  const entries: (readonly [Entry, { path: string; text: string } | undefined, string])[] =
    listed === null
      ? bodies.map(([path, text]) => [frontMatterOf(text), { path, text }, path] as const)
      : listed.rows.map(
          (entry) =>
            [
              entry,
              bySlug.get(str(entry["slug"]) ?? ""),
              `${listed.path}, ${str(entry["slug"]) ?? str(entry["id"]) ?? "?"}`,
            ] as const,
        );
  const posts = entries.flatMap(([entry, file, origin]): Post[] => {
    const status = str(entry["status"]) ?? "sent";
    if (/draft|scheduled|deleted/.test(status) || str(entry["publish_date"]) === null)
      return left.add("draft");
    const body = str(entry["body"]) ?? (file === undefined ? null : withoutFrontMatter(file.text));
    if (body === null || body.trim() === "") {
      broken.push({
        origin,
        reason: "the export lists it and holds no text of it; export again, or copy it by hand",
      });
      return [];
    }
    return [readPost(entry, { origin: file?.path ?? origin, body, site })];
  });
  return { posts, left: left.by, broken };
}

/** Returns the table of emails; null if only the files' front matter describes them. */
export function listOf(
  files: ExportFiles,
): { readonly path: string; readonly rows: readonly Entry[] } | null {
  for (const [path, text] of files) {
    const name = posix.basename(path);
    if (name === "emails.csv") return { path, rows: readTable(text) };
    if (name !== "emails.json") continue;
    try {
      const parsed = JSON.parse(text.replace(/^\uFEFF/, "")) as unknown;
      // The API answers with pages of `results`.
      const rows = Array.isArray(parsed) ? (parsed as Entry[]) : (parsed as { results?: Entry[] }).results;
      if (Array.isArray(rows)) return { path, rows };
    } catch {
      // The next file may be the table.
    }
  }
  return null;
}

const ACCESS: Readonly<Record<string, Post["access"]>> = {
  public: "everyone",
  hidden: "subscribers",
  premium: "paying",
  private: "nobody",
};
const MODE = /^\s*<!--\s*buttondown-editor-mode:\s*(\w+)\s*-->/;

function readPost(
  entry: Entry,
  { origin, body, site }: { origin: string; body: string; site: string | null },
): Post {
  const slug = str(entry["slug"]) ?? posix.basename(origin).replace(/\.\w+$/, "");
  const number = Number(entry["secondary_id"]);
  const subject = cleanedLine(str(entry["subject"]) ?? str(entry["title"]));
  const image = str(entry["image"]);
  return {
    origin,
    id: str(entry["secondary_id"]) ?? str(entry["id"]) ?? "",
    title: subject,
    subtitle: null,
    subject,
    previewText: null,
    description: cleanedLine(str(entry["description"])),
    slug,
    publishedAt: readInstant(str(entry["publish_date"])),
    url: site === null ? null : `${site}/archive/${slug}/`,
    path: `/archive/${slug}/`,
    canonicalUrl: str(entry["canonical_url"]),
    access: ACCESS[str(entry["email_type"]) ?? "public"] ?? "nobody",
    number: Number.isInteger(number) && number > 0 ? number : null,
    authors: [],
    tags: [],
    image: image === null ? null : { src: image, alt: null, caption: null },
    body: { kind: MODE.exec(body)?.[1] === "fancy" ? "html" : "markdown", text: body.replace(MODE, "") },
    folder: posix.dirname(origin),
  };
}

const FRONT = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

export function frontMatterOf(text: string): Entry {
  try {
    const parsed: unknown = parseYaml(FRONT.exec(text)?.[1] ?? "");
    return typeof parsed === "object" && parsed !== null ? (parsed as Entry) : {};
  } catch {
    return {};
  }
}

function withoutFrontMatter(text: string): string {
  return text.replace(FRONT, "");
}

function str(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : null;
}
