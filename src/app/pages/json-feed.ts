import type { Newsletter } from "#src/model/newsletter.ts";
import { webUrl } from "#src/render/web-url.ts";
import { type FeedIssue, changedAt, feedId } from "./atom-feed.ts";

/** The JSON Feed (https://jsonfeed.org/version/1.1) of the given issues, newest first: the same entries as in the Atom feed. */
export function jsonFeed(newsletter: Newsletter, issues: readonly FeedIssue[]): string {
  const { name, tagline, url, lang } = newsletter;
  const iso = (at: number) => new Date(at).toISOString();
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title: name,
    home_page_url: `${url}/`,
    feed_url: `${url}/feed.json`,
    ...(tagline === undefined ? {} : { description: tagline }),
    language: lang,
    authors: [{ name }],
    items: issues.map(({ issue, article }) => {
      const { slug, card, startedAt } = issue;
      return {
        id: feedId(newsletter, issue),
        url: webUrl(newsletter, slug),
        title: card?.title ?? slug,
        summary: card?.description ?? "",
        content_html: article.bare,
        ...(card?.image == null ? {} : { image: card.image }),
        date_published: iso(startedAt),
        date_modified: iso(changedAt(issue)),
        ...(article.tags.length === 0 ? {} : { tags: article.tags }),
        language: card?.lang ?? lang,
      };
    }),
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}
