import { html, raw } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { wallClockAt } from "#src/model/wall-clock.ts";
import type { OnlineIssue } from "#src/store/issues/issue-pages.ts";

/**
 * The Atom feed (RFC 4287) of the given issues, newest first, each with its summary. An entry's id is built from the
 * issue's number in the ledger, so that a renamed issue does not show up as new.
 */
export async function atomFeed(newsletter: Newsletter, issues: readonly OnlineIssue[]): Promise<string> {
  const { url, name } = newsletter;
  const host = new URL(url).hostname;
  const iso = (at: number) => new Date(at).toISOString();
  const changed = ({ startedAt, correctedAt }: OnlineIssue) => correctedAt ?? startedAt;
  const entries = issues.map((issue) => {
    const { card, slug, startedAt, issueId } = issue;
    const link = `${url}/issues/${encodeURIComponent(slug)}`;
    const year = wallClockAt(startedAt, "UTC").date;
    return html`<entry xml:lang="${card?.lang ?? newsletter.lang}">
      <id>tag:${host},${year}:issue-${issueId}</id>
      <title>${readable(card?.title ?? slug)}</title>
      <link rel="alternate" type="text/html" href="${link}" />
      <published>${iso(startedAt)}</published>
      <updated>${iso(changed(issue))}</updated>
      <summary>${readable(card?.description ?? "")}</summary>
    </entry> `;
  });
  const feed = html`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${newsletter.lang}">
    <id>${url}/</id>
    <title>${readable(name)}</title>
    ${newsletter.tagline === undefined ? "" : html`<subtitle>${readable(newsletter.tagline)}</subtitle>`}
    <link rel="self" type="application/atom+xml" href="${url}/feed.xml" />
    <link rel="alternate" type="text/html" href="${url}/" />
    <updated>${iso(Math.max(0, ...issues.map(changed)))}</updated>
    <author><name>${readable(name)}</name></author>
    ${entries}</feed
  > `;
  return String(await html`${raw('<?xml version="1.0" encoding="utf-8"?>\n')}${feed}`);
}

/** XML 1.0 cannot represent most control characters: one of them would make the whole feed unreadable. */
function readable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters to remove
  return text.toWellFormed().replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "");
}
