import type { Hono } from "hono";
import { issueDocument } from "#src/app/pages/issue-document.ts";
import { issuePath } from "#src/pages/page-address.ts";
import { pageIssueOf } from "#src/app/pages/page-issue.ts";
import { seriesParts } from "#src/app/pages/series-nav.ts";
import { articleOf } from "#src/app/pages/article-of.ts";
import { aliasTarget, onlineIssue } from "#src/store/issues/issue-pages.ts";
import { neighboursOf, seriesIssues } from "#src/store/issues/public-issues.ts";
import type { WebDeps } from "#src/web/web-deps.ts";
import type { PublicPages } from "./public-page.ts";

/** The text of an issue has inline styles and pictures from anywhere, but no scripts and no frames. */
const POLICY = [
  "default-src 'none'",
  "img-src 'self' https: http: data:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * `/issues/<slug>`: the text as it was sent, or as its file was corrected since, for no particular reader. An issue with `archive: none` is
 * not available, and no issue is available before its send has begun: a slug is easy to guess, and an embargo is a promise. An alias
 * redirects to its issue.
 */
export function addViewOnline(app: Hono, { ledger, newsletter }: WebDeps, pages: PublicPages): void {
  app.get("/issues/:slug", async (context) => {
    const slug = context.req.param("slug");
    const issue = await onlineIssue(ledger.db, slug);
    if (issue === undefined || issue.archive === "none") {
      const target = issue === undefined ? await aliasTarget(ledger.db, slug) : undefined;
      if (target === undefined || target.archive === "none") return pages.notice(context, 404, "notFound");
      return context.redirect(issuePath(newsletter, target.slug), 301);
    }
    const article = await articleOf(ledger, newsletter, issue);
    const { newer, older } = await neighboursOf(ledger.db, issue);
    if (issue.archive === "unlisted") context.header("X-Robots-Tag", "noindex");
    context.header("Content-Security-Policy", POLICY);
    context.header("Cache-Control", "public, max-age=300");
    const own = pageIssueOf(issue);
    const key = own.card?.series?.key;
    const parts = key === undefined ? [] : (await seriesIssues(ledger.db, key)).map(pageIssueOf);
    const page = {
      issue: own,
      article,
      newer: newer && pageIssueOf(newer),
      older: older && pageIssueOf(older),
      series: seriesParts(own, parts),
    };
    return context.html(await issueDocument(newsletter, page));
  });
}
