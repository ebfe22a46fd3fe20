import { cleanedLine } from "./cleaned-text.ts";
import type { ExportFiles, Post, ReadExport } from "./post.ts";
import { readInstant } from "./read-date.ts";
import { tallyLeft } from "./tally-left.ts";

type Entry = Readonly<Record<string, unknown>>;
type Tables = Readonly<Record<string, readonly Entry[]>>;

/** Stands for the site's address, which Ghost leaves out of its exports. Nobody can own it (RFC 2606). */
const NO_SITE = "https://ghost.invalid";

/**
 * Ghost's export: JSON with `db[0].data`, in it posts, posts_meta, tags, posts_tags, users and posts_authors (Ghost's schema.js and
 * docs/migration/custom). Addresses of the site are written `__GHOST_URL__`.
 */
export function readGhost(files: ExportFiles, site: string | null): ReadExport {
  const left = tallyLeft();
  const broken: { origin: string; reason: string }[] = [];
  const posts = [...files].flatMap(([path, text]) => {
    const tables = path.endsWith(".json") ? tablesOf(text) : null;
    if (tables === null) return [];
    return rows(tables, "posts").flatMap((entry): Post[] => {
      const origin = `${path}, post ${str(entry["slug"]) ?? str(entry["id"]) ?? "?"}`;
      const status = str(entry["status"]) ?? "published";
      if (entry["type"] === "page" || entry["page"] === true || entry["page"] === 1) return left.add("page");
      if (status !== "published" && status !== "sent") return left.add("draft");
      const html = str(entry["html"]);
      if (html === null) {
        broken.push({
          origin,
          reason: "the export holds no HTML of it; open it in Ghost, update it and export again",
        });
        return [];
      }
      return [readPost(entry, tables, { origin, html, site: site ?? NO_SITE })];
    });
  });
  return { posts, left: left.by, broken };
}

/** The tables of an export; null for other JSON. */
export function tablesOf(text: string): Tables | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return null;
  }
  const { db, data } = (parsed ?? {}) as { db?: readonly { data?: unknown }[]; data?: unknown };
  const tables = (Array.isArray(db) ? db[0]?.data : data) as Tables | undefined;
  return Array.isArray(tables?.["posts"]) ? tables : null;
}

function readPost(
  entry: Entry,
  tables: Tables,
  { origin, html, site }: { origin: string; html: string; site: string },
): Post {
  const id = str(entry["id"]) ?? "";
  const meta = rows(tables, "posts_meta").find((one) => one["post_id"] === entry["id"]) ?? {};
  const slug = str(entry["slug"]) ?? "";
  const here = (written: string) => written.replaceAll("__GHOST_URL__", site);
  const image = str(entry["feature_image"]);
  const title = cleanedLine(str(entry["title"]));
  const canonical = str(entry["canonical_url"]);
  return {
    origin,
    id,
    title,
    subtitle: null,
    subject: cleanedLine(str(meta["email_subject"])),
    previewText: cleanedLine(str(entry["custom_excerpt"])),
    description: cleanedLine(str(meta["meta_description"] ?? entry["meta_description"])),
    slug,
    publishedAt: readInstant(entry["published_at"] ?? entry["created_at"]),
    url: `${site}/${slug}/`,
    path: `/${slug}/`,
    canonicalUrl: canonical === null ? null : here(canonical),
    access: isTrue(meta["email_only"])
      ? "nobody"
      : (ACCESS[str(entry["visibility"]) ?? "public"] ?? "paying"),
    number: null,
    authors: linked(tables, "posts_authors", "author_id", "users", entry["id"]).flatMap(
      (one) => cleanedLine(str(one["name"])) ?? [],
    ),
    tags: linked(tables, "posts_tags", "tag_id", "tags", entry["id"])
      .flatMap((one) => cleanedLine(str(one["name"])) ?? [])
      // A tag of Ghost's that begins with # is for the editors alone.
      .filter((name) => !name.startsWith("#")),
    image:
      image === null
        ? null
        : {
            src: here(image),
            alt: cleanedLine(str(meta["feature_image_alt"])),
            caption: cleanedLine(str(meta["feature_image_caption"])?.replace(/<[^>]*>/g, "")),
          },
    body: { kind: "html", text: here(html) },
    folder: ".",
  };
}

const ACCESS: Readonly<Record<string, Post["access"]>> = { public: "everyone", members: "subscribers" };

/** The rows of `table` that `links` names for a post, in the order of the links. */
function linked(tables: Tables, links: string, key: string, table: string, id: unknown): Entry[] {
  return rows(tables, links)
    .filter((link) => link["post_id"] === id)
    .toSorted((a, b) => Number(a["sort_order"] ?? 0) - Number(b["sort_order"] ?? 0))
    .flatMap((link): Entry[] => rows(tables, table).filter((one) => one["id"] === link[key]));
}

function rows(tables: Tables, name: string): readonly Entry[] {
  const table = tables[name];
  return Array.isArray(table)
    ? (table as readonly Entry[]).filter((one) => typeof one === "object" && one !== null)
    : [];
}

/** Ids of old exports are numbers. */
function str(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : null;
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1;
}
