import type { Newsletter } from "#src/model/newsletter.ts";
import { splitAuthors } from "./author-keys.ts";
import type { FrontMatterKey } from "./front-matter-schema.ts";

interface Turned {
  readonly value: unknown;
  /** What to write if the value may mean two things: only its author can say which, so there is no certain edit. */
  readonly doubt?: string;
}

interface Alias {
  readonly key: FrontMatterKey;
  /** Returns what the value becomes; null if it means nothing here. `extra` reads `<name>_<extra>`. Without `turn` the value stays. */
  readonly turn?: (
    value: unknown,
    extra: (name: string) => unknown,
    authors: Newsletter["authors"],
  ) => Turned | null;
}

const AUTHOR: Alias = {
  key: "authors",
  turn: (value, _, authors) => {
    if (typeof value !== "string") return { value: Array.isArray(value) ? value : [value] };
    const { names, isCertain } = splitAuthors(value, authors);
    return isCertain ? { value: names } : { value: [value], doubt: onePerItem(value, names) };
  },
};

/** The hint with both readings of a line that may be one name or several. */
export function onePerItem(line: string, names: readonly string[]): string {
  const list = (items: readonly string[]) =>
    `authors: [${items.map((item) => JSON.stringify(item)).join(", ")}]`;
  return `Write ${list([line])} for one author, or one item for each: ${list(names)}.`;
}

/** Spellings of Hugo, Jekyll, Ghost, Buttondown, beehiiv, Kit and others, and the key they mean. */
export const ALIASES: Readonly<Record<string, Alias>> = {
  ...renamed("title", ["headline"]),
  ...renamed("subtitle", ["web_subtitle", "dek", "deck", "tagline"]),
  ...renamed("subject", ["email_subject", "email_subject_line", "subject_line"]),
  ...renamed("preview_text", ["preview", "preheader", "preheader_text", "previewText", "email_preview_text"]),
  ...renamed("description", ["summary", "excerpt", "custom_excerpt"]),
  ...renamed("aliases", ["redirect_from", "redirects", "alias"]),
  ...renamed("canonical_url", ["canonical", "canonicalUrl", "canonicalURL"]),
  ...renamed("date", [
    "pubDate",
    "pubdate",
    "published_at",
    "publishedAt",
    "datePublished",
    "created",
    "created_at",
  ]),
  ...renamed("updated", [
    "lastmod",
    "updatedDate",
    "updated_at",
    "modified",
    "last_modified_at",
    "lastUpdated",
  ]),
  ...renamed("send_at", ["scheduled_at", "publish_date", "publishDate"]),
  ...renamed("timezone", ["tz"]),
  ...renamed("issue", ["number", "secondary_id"]),
  ...renamed("section", ["category", "column"]),
  ...renamed("template", ["layout", "type"]),
  ...renamed("lang", ["locale", "language"]),
  ...renamed("tags", ["categories", "keywords", "topics", "labels"]),
  ...renamed("from", ["sender"]),
  ...renamed("reply_to", ["replyTo", "reply-to"]),
  permalink: {
    key: "slug",
    turn: (value) => (typeof value === "string" ? { value: lastSegment(value) } : null),
  },
  published: { key: "draft", turn: (value) => (typeof value === "boolean" ? { value: !value } : null) },
  status: { key: "draft", turn: (value) => (value === "draft" ? { value: true } : null) },
  email_only: {
    key: "archive",
    turn: (value) => (typeof value === "boolean" ? { value: value ? "none" : "public" } : null),
  },
  ...Object.fromEntries(["author", "byline", "creator"].map((name) => [name, AUTHOR])),
  guest: { key: "guests", turn: (value) => ({ value: Array.isArray(value) ? value : [value] }) },
  content_tags: {
    key: "tags",
    turn: (value) => ({ value: typeof value === "string" ? splitList(value) : value }),
  },
  lists: { key: "list", turn: onlyOne },
  recipients: { key: "list", turn: onlyOne },
  ...images([
    "cover",
    "cover_image",
    "feature_image",
    "featured_image",
    "heroImage",
    "hero_image",
    "og_image",
    "thumbnail",
  ]),
};

/** Keys that another system writes next to its image key; here they belong inside `image`. */
export const IMAGE_EXTRAS: ReadonlySet<string> = new Set([
  "feature_image_alt",
  "feature_image_caption",
  "thumbnail_alt",
]);

/** Keys with which other systems say how a page looks, where it stands or what may be done with it: an email has none of that. */
export const WITHOUT_MEANING: ReadonlySet<string> = new Set(
  [
    "comments toc tableOfContents weight featured math mathjax katex mermaid pin pinned sitemap robots noindex markup",
    "menu nav_order sidebar sidebar_label sidebar_position hide_title show_date showDate share sharing outputs cascade eleventyNavigation",
  ].flatMap((line) => line.split(" ")),
);

/** Splits a list written as text, with commas or semicolons. `splitAuthors` splits names of people. */
export function splitList(text: string): string[] {
  return text
    .split(/[;,]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

function renamed(key: FrontMatterKey, names: readonly string[]): Record<string, Alias> {
  return Object.fromEntries(names.map((name) => [name, { key }]));
}

function images(names: readonly string[]): Record<string, Alias> {
  const turn: Alias["turn"] = (value, extra) => {
    if (typeof value !== "string") return { value };
    const given = { src: value, alt: extra("alt"), caption: extra("caption") };
    return {
      value: Object.fromEntries(Object.entries(given).filter(([, text]) => typeof text === "string")),
    };
  };
  return Object.fromEntries(names.map((name) => [name, { key: "image", turn }]));
}

function onlyOne(value: unknown): { readonly value: unknown } | null {
  const [first, ...more] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return typeof first === "string" && more.length === 0 ? { value: first } : null;
}

function lastSegment(path: string): string {
  return path.split("/").findLast((step) => step !== "") ?? "";
}
