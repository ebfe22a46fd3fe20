import { html, raw } from "hono/html";
import type { Article } from "#src/model/pages/article.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { wallClockAt } from "#src/model/wall-clock.ts";
import { webUrl } from "#src/render/web-url.ts";
import type { PageIssue } from "./page-issue.ts";

/** How many issues a feed has: the newest ones. */
export const IN_A_FEED = 20;

/** An issue with its text. */
export interface FeedIssue {
  readonly issue: PageIssue;
  readonly article: Article;
}

/** The Atom feed (RFC 4287) of the given issues, newest first, each with its summary and its whole text. */
export async function atomFeed(newsletter: Newsletter, issues: readonly FeedIssue[]): Promise<string> {
  const { url, name } = newsletter;
  const iso = (at: number) => new Date(at).toISOString();
  const entries = issues.map(({ issue, article }) => {
    const { card, slug, startedAt } = issue;
    return html`<entry xml:lang="${card?.lang ?? newsletter.lang}">
      <id>${feedId(newsletter, issue)}</id>
      <title>${readable(card?.title ?? slug)}</title>
      <link rel="alternate" type="text/html" href="${webUrl(newsletter, slug)}" />
      <published>${iso(startedAt)}</published>
      <updated>${iso(changedAt(issue))}</updated>
      ${article.tags.map((tag) => html`<category term="${readable(tag)}" /> `)}
      <summary>${readable(card?.description ?? "")}</summary>
      <content type="html">${readable(article.bare)}</content>
    </entry> `;
  });
  const feed = html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${newsletter.lang}">
    <id>${url}/</id>
    <title>${readable(name)}</title>
    ${newsletter.tagline === undefined ? "" : html`<subtitle>${readable(newsletter.tagline)}</subtitle>`}
    <link rel="self" type="application/atom+xml" href="${url}/feed.xml" />
    <link rel="alternate" type="text/html" href="${url}/" />
    <updated>${iso(Math.max(0, ...issues.map(({ issue }) => changedAt(issue))))}</updated>
    <author><name>${readable(name)}</name></author>
    ${entries}</feed
  > `;
  return String(await html`${raw('<?xml version="1.0" encoding="utf-8"?>\n')}${feed}`);
}

/** The id of an issue, the same in every feed (RFC 4151), so that a renamed issue does not show up as new. */
export function feedId({ url }: Pick<Newsletter, "url">, { feedId: id, startedAt }: PageIssue): string {
  return `tag:${new URL(url).hostname},${wallClockAt(startedAt, "UTC").date}:${id}`;
}

export function changedAt({ startedAt, correctedAt }: PageIssue): number {
  return Math.max(startedAt, correctedAt ?? 0);
}

/** XML 1.0 cannot represent most control characters: one of them would make the whole feed unreadable. */
function readable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters to remove
  return text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "");
}
