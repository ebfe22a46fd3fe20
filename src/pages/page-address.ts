import type { Newsletter } from "#src/model/newsletter.ts";

type Home = Pick<Newsletter, "url">;

/** What stands before every path of the public pages: "" on a host of their own, "/letter" below `https://example.org/letter`. */
export function basePath({ url }: Home): string {
  return new URL(url).pathname.replace(/\/+$/, "");
}

export function issuePath(newsletter: Home, slug: string): string {
  return `${basePath(newsletter)}/issues/${encodeURIComponent(slug)}`;
}

/** A page of the archive, counted from 1. */
export function archivePath(newsletter: Home, page: number): string {
  return `${basePath(newsletter)}/${page === 1 ? "" : `page/${page}`}`;
}
