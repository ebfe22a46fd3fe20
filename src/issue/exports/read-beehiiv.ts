import { cleanedLine } from "./cleaned-text.ts";
import type { ExportFiles, Post, ReadExport } from "./post.ts";
import { readInstant } from "./read-date.ts";
import { cell, readTable, type Row } from "./read-table.ts";
import { tallyLeft } from "./tally-left.ts";

/**
 * beehiiv's export: one CSV with the email's HTML in `content_html`, beside id, web_title, status, audience (or web_audiences), content_tags,
 * url, web_subtitle, email_subject_line, email_preview_text, thumbnail_url and created_at (UTC), as TryGhost/migrate reads it
 * (packages/mg-beehiiv/src/lib/mapper.ts).
 */
export function readBeehiiv(files: ExportFiles): ReadExport {
  const left = tallyLeft();
  const broken: { origin: string; reason: string }[] = [];
  const posts = [...files].flatMap(([path, text]) => {
    if (!path.endsWith(".csv")) return [];
    return readTable(text).flatMap((row, index): Post[] => {
      if (row["content_html"] === undefined) return [];
      const origin = `${path}, post ${index + 1}`;
      if (!["confirmed", "published"].includes(cell(row, "status") ?? "")) return left.add("draft");
      if (cell(row, "content_html") === null) {
        broken.push({ origin, reason: "its content_html is empty; export again, or copy it by hand" });
        return [];
      }
      return [readPost(row, origin)];
    });
  });
  return { posts, left: left.by, broken };
}

function readPost(row: Row, origin: string): Post {
  const title = cleanedLine(cell(row, "web_title", "title"));
  const subject = cleanedLine(cell(row, "email_subject_line"));
  const url = cell(row, "url", "web_url");
  const thumbnail = cell(row, "thumbnail_url");
  return {
    origin,
    id: cell(row, "id") ?? "",
    title: title ?? subject,
    subtitle: cleanedLine(cell(row, "web_subtitle", "subtitle")),
    subject,
    previewText: cleanedLine(cell(row, "email_preview_text")),
    description: null,
    slug:
      url
        ?.split(/[?#]/)[0]
        ?.split("/")
        .findLast((step) => step !== "") ?? "",
    publishedAt: readInstant(cell(row, "published_at", "publish_date", "created_at")),
    url,
    path: url !== null && URL.canParse(url) ? new URL(url).pathname : null,
    canonicalUrl: null,
    access: accessOf(cell(row, "audience", "web_audiences") ?? ""),
    number: null,
    authors: [],
    tags: (cell(row, "content_tags") ?? "").split(";").flatMap((tag) => cleanedLine(tag) ?? []),
    image: thumbnail === null ? null : { src: mediaUrl(thumbnail), alt: null, caption: null },
    body: { kind: "html", text: cell(row, "content_html") ?? "" },
    folder: ".",
  };
}

/** `premium`, or a list such as “All premium subscribers”: paying readers alone. With free readers among them it was everybody's. */
function accessOf(audience: string): Post["access"] {
  return /premium|paid/i.test(audience) && !/free|both|all subscribers/i.test(audience)
    ? "paying"
    : "everyone";
}

/** Turns a path in beehiiv's own store into the address that serves it. */
function mediaUrl(path: string): string {
  return /^\/?uploads\//.test(path)
    ? `https://media.beehiiv.com/cdn-cgi/image/quality=100/${path.replace(/^\//, "")}`
    : path;
}
