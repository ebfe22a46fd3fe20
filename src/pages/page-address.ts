import type { Newsletter } from "#src/model/newsletter.ts";

type Home = Pick<Newsletter, "url">;

/** The path that stands before every path of the public pages: "" on a host of their own, "/letter" below `https://example.org/letter`. */
export function basePath({ url }: Home): string {
  return new URL(url).pathname.replace(/\/+$/, "");
}

export function issuePath(newsletter: Home, slug: string): string {
  return `${basePath(newsletter)}/issues/${encodeURIComponent(slug)}`;
}

/** A page of the archive or of one of its sections, counted from 1. */
export function archivePath(newsletter: Home, page: number, section: string | null = null): string {
  const pages = page === 1 ? [] : ["page", String(page)];
  const steps = [...(section === null ? [] : ["section", section]), ...pages];
  return `${basePath(newsletter)}/${steps.join("/")}`;
}

/** The path of the search, with the words to look for. */
export function searchPath(newsletter: Home, words = ""): string {
  return `${basePath(newsletter)}/search${words === "" ? "" : `?q=${encodeURIComponent(words.toWellFormed())}`}`;
}
