import type { Hono } from "hono";
import { etag } from "hono/etag";
import { pageIssueOf } from "#src/app/pages/page-issue.ts";
import { MOST_FOUND, searchIndex, searchPage } from "#src/app/pages/search-page.ts";
import { searchWords } from "#src/model/pages/fold-text.ts";
import { publicIssues, publicWords } from "#src/store/issues/public-issues.ts";
import type { WebDeps } from "#src/web/web-deps.ts";
import type { PublicPages } from "./public-page.ts";

/**
 * `/search?q=…`: public issues that have all of the words, found here and not in the browser. `/search.json`: what a static site looks
 * through.
 */
export function addSearch(app: Hono, { ledger, newsletter }: WebDeps, pages: PublicPages): void {
  app.get("/search", etag(), async (context) => {
    const typed = (context.req.query("q") ?? "").slice(0, 200).toWellFormed().trim();
    const words = searchWords(typed);
    const found = await publicIssues(ledger.db, { limit: MOST_FOUND, words });
    context.header("Cache-Control", "public, max-age=300");
    const lang = pages.language(context);
    const issues = found.map(pageIssueOf);
    return pages.page(
      context,
      200,
      searchPage(newsletter, { lang, typed: words.length === 0 ? "" : typed, issues }),
      await pages.searchPolicy,
    );
  });
  app.get("/search.json", etag(), async (context) => {
    context.header("Cache-Control", "public, max-age=300");
    const type = "application/json; charset=utf-8";
    return context.body(searchIndex(await publicWords(ledger.db)), 200, { "Content-Type": type });
  });
}
