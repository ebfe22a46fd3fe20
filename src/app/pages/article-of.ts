import type { Article } from "#src/model/pages/article.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { articlesOf } from "#src/store/issues/articles.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import type { OnlineIssue } from "#src/store/issues/online-issues.ts";
import { articleOfEmail } from "./article-of-email.ts";
import type { FeedIssue } from "./atom-feed.ts";
import { pageIssueOf } from "./page-issue.ts";

/** Returns the text of an issue: its article as it is kept, or else one made from the mail that its page shows. */
export async function articleOf(
  ledger: Pick<Ledger, "db">,
  newsletter: Newsletter,
  issue: OnlineIssue,
): Promise<Article> {
  const kept = (await articlesOf(ledger.db, [issue.issueId])).get(issue.issueId);
  return kept ?? fromMail(ledger, newsletter, issue);
}

/** The same for the issues of a feed. */
export async function withArticles(
  ledger: Pick<Ledger, "db">,
  newsletter: Newsletter,
  issues: readonly OnlineIssue[],
): Promise<FeedIssue[]> {
  const kept = await articlesOf(
    ledger.db,
    issues.map(({ issueId }) => issueId),
  );
  const found: FeedIssue[] = [];
  for (const one of issues) {
    const article = kept.get(one.issueId) ?? (await fromMail(ledger, newsletter, one));
    found.push({ issue: pageIssueOf(one), article });
  }
  return found;
}

async function fromMail(
  { db }: Pick<Ledger, "db">,
  newsletter: Newsletter,
  { slug, correctedDigest, emailDigest, card }: OnlineIssue,
): Promise<Article> {
  const email = await loadEmail(db, correctedDigest ?? emailDigest);
  return articleOfEmail(newsletter, email, { slug, lang: card?.lang ?? newsletter.lang });
}
