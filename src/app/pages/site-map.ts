import { html, raw } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { webUrl } from "#src/render/web-url.ts";
import { changedAt } from "./atom-feed.ts";
import type { PageIssue } from "./page-issue.ts";

/** `sitemap.xml`: the pages that a search engine may show. An issue whose original is on another site is left out: it is shown there. */
export async function siteMap(newsletter: Newsletter, issues: readonly PageIssue[]): Promise<string> {
  const own = issues.filter(({ card }) => card?.canonicalUrl == null);
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  const map = html`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
    <url><loc>${newsletter.url}/</loc></url>
    ${own.map((issue) => html`<url><loc>${webUrl(newsletter, issue.slug)}</loc><lastmod>${day(changedAt(issue))}</lastmod></url> `)}
  </urlset> `;
  return String(await html`${raw('<?xml version="1.0" encoding="utf-8"?>\n')}${map}`);
}

/** `robots.txt`. A page that no search engine may show says so itself: a list of such pages would point at them. */
export function robotsText({ url }: Pick<Newsletter, "url">): string {
  return `User-agent: *\nAllow: /\n\nSitemap: ${url}/sitemap.xml\n`;
}
