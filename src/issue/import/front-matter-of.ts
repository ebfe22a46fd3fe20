import { turnLine } from "./turn-merge-tags.ts";
import type { Post, System } from "#src/issue/exports/post.ts";
import type { Note } from "./notes.ts";
import type { TidyPost } from "./tidy-post.ts";
import type { Picture } from "./to-mdast.ts";
import { percentDecoded } from "#src/issue/percent-decoded.ts";

export interface IssueWish {
  readonly system: System;
  readonly attributes: readonly string[];
  /** `2023-01-18`, in the newsletter's zone; null where the export has none that can be read. */
  readonly date: string | null;
  readonly slug: string;
  /** The keys of authors in newsletter.config.ts, by name in small letters. */
  readonly authors: ReadonlyMap<string, string>;
  /** Numbers that other issues have. */
  readonly numbers: ReadonlySet<number>;
  readonly lang: string | null;
  readonly pictures: ReadonlyMap<string, Picture>;
  /** The old site's address; null where nobody named it. */
  readonly site: string | null;
  /** The path of the issue that an old address leads to now, relative to this one; null for every other address. */
  readonly pathOf: (url: string) => string | null;
}

/** Front matter, and notes about what it could not take over, each with its line. */
interface FrontMatter {
  readonly lines: readonly string[];
  readonly notes: readonly { readonly line: number; readonly note: Note }[];
}

/** The front matter of an imported issue: a draft, so that nothing mails it, in the archive under its own date. */
export function frontMatterOf({ post, notes: { paywalled } }: TidyPost, wish: IssueWish): FrontMatter {
  const lines: string[] = ["---"];
  const notes: { line: number; note: Note }[] = [];
  // A JSON string is a YAML string, whatever colons and quotation marks it holds.
  const put = (key: string, value: string | null | undefined) => {
    if (value !== null && value !== undefined) lines.push(`${key}: ${JSON.stringify(value)}`);
  };
  const say = (note: Omit<Note, "words">) => notes.push({ line: lines.length, note: { ...note, words: "" } });
  const line = (text: string | null) => (text === null ? null : turnLine(text, wish));
  const title = line(post.title) ?? wish.slug;
  const subject = line(post.subject);
  const preview = line(post.previewText);
  put("title", title);
  put("subtitle", line(post.subtitle));
  if (subject !== title) put("subject", subject);
  put("preview_text", preview);
  if (post.description !== post.previewText) put("description", line(post.description));
  if (post.path !== null && post.path !== "/")
    lines.push(`aliases: [${JSON.stringify(percentDecoded(post.path))}]`);
  if (post.canonicalUrl !== null && /^https?:\/\/(?![^/]*\.invalid)/.test(post.canonicalUrl))
    put("canonical_url", post.canonicalUrl);
  if (wish.date !== null) lines.push(`date: ${wish.date}`);
  else
    say({
      severity: "warning",
      rule: "import/date",
      message: "The export does not say when this was published.",
      hint: "Write date: with the day.",
    });
  lines.push("draft: true");
  lines.push(`archive: ${archiveOf(post, paywalled)}`);
  if (archiveOf(post, paywalled) !== "public") say(ACCESS_NOTES[paywalled ? "paying" : post.access]);
  if (post.number !== null && !wish.numbers.has(post.number)) lines.push(`issue: ${post.number}`);
  const keys = post.authors.flatMap((name) => wish.authors.get(name.toLowerCase()) ?? []);
  if (keys.length > 0) lines.push(`authors: [${keys.join(", ")}]`);
  for (const name of post.authors) if (!wish.authors.has(name.toLowerCase())) say(unknownAuthor(name));
  if (post.tags.length > 0) lines.push(`tags: [${post.tags.map((tag) => JSON.stringify(tag)).join(", ")}]`);
  if (wish.lang !== null) lines.push(`lang: ${wish.lang}`);
  putImage(post, title, wish, lines, notes);
  lines.push("---");
  return { lines, notes };
}

/** A post that not everybody could read must not become public by moving. */
function archiveOf({ access }: Post, paywalled: boolean): "public" | "unlisted" | "none" {
  if (paywalled || access === "paying" || access === "nobody") return "none";
  return access === "subscribers" ? "unlisted" : "public";
}

const ACCESS_NOTES: Readonly<Record<Post["access"], Omit<Note, "words">>> = {
  paying: access("Only paying readers could read this post, so the site does not show it."),
  nobody: access("This post was sent and not published, so the site does not show it."),
  subscribers: access("Only subscribers could read this post, so it is not listed."),
  everyone: access("This post is not listed."),
};

function access(message: string): Omit<Note, "words"> {
  return {
    severity: "warning",
    rule: "import/access",
    message,
    hint: "Write archive: public to show it to everybody.",
  };
}

function unknownAuthor(name: string): Omit<Note, "words"> {
  return {
    severity: "warning",
    rule: "import/author",
    message: `${name} wrote this, and newsletter.config.ts knows no author of that name.`,
    hint: `Add the author under authors in newsletter.config.ts, and write authors: with the key.`,
  };
}

function putImage(
  { image }: Post,
  title: string,
  { pictures }: IssueWish,
  lines: string[],
  notes: { line: number; note: Note }[],
): void {
  const found = image === null ? undefined : pictures.get(image.src);
  if (image === null || found === undefined) return;
  if (found.kind === "missing") {
    notes.push({ line: lines.length, note: found.note });
    return;
  }
  lines.push("image:", `  src: ${JSON.stringify(found.kind === "file" ? found.path : found.url)}`);
  if (found.kind === "link" && found.note !== null) notes.push({ line: lines.length, note: found.note });
  lines.push(`  alt: ${JSON.stringify(image.alt ?? title)}`);
  if (image.caption !== null) lines.push(`  caption: ${JSON.stringify(image.caption)}`);
}
