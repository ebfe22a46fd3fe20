import type { Context, Hono } from "hono";
import { etag } from "hono/etag";
import { ON_A_PAGE, archivePage } from "#src/app/pages/archive-page.ts";
import { IN_A_FEED, atomFeed } from "#src/app/pages/atom-feed.ts";
import { jsonFeed } from "#src/app/pages/json-feed.ts";
import { archivePath } from "#src/pages/page-address.ts";
import { pageIssueOf } from "#src/app/pages/page-issue.ts";
import { robotsText, siteMap } from "#src/app/pages/site-map.ts";
import { publicIssues } from "#src/store/issues/issue-pages.ts";
import type { WebDeps } from "#src/web/web-deps.ts";
import type { PublicPages } from "./public-page.ts";

/** More issues than any newsletter has, and fewer than would hold up the event loop. */
const ON_THE_MAP = 2000;

/** `/`, `/page/2` and so on, the feeds and the sitemap: public issues whose send has begun, newest first. */
export function addArchive(app: Hono, { ledger, newsletter }: WebDeps, pages: PublicPages): void {
  const newest = async (limit: number, skip = 0) =>
    (await publicIssues(ledger.db, { skip, limit })).map(pageIssueOf);

  const answer = async (context: Context, page: number) => {
    const found = await newest(ON_A_PAGE + 1, (page - 1) * ON_A_PAGE);
    const issues = found.slice(0, ON_A_PAGE);
    if (issues.length === 0 && page > 1) return pages.notice(context, 404, "notFound");
    context.header("Cache-Control", "public, max-age=300");
    const hasOlder = found.length > ON_A_PAGE;
    const lang = pages.language(context);
    return pages.page(context, 200, archivePage(newsletter, { issues, page, hasOlder, lang }));
  };
  app.get("/", etag(), async (context) => {
    // The address that pages had before.
    const page = /^[1-9]\d{0,3}$/.exec(context.req.query("page") ?? "")?.[0];
    return page === undefined || page === "1"
      ? answer(context, 1)
      : context.redirect(archivePath(newsletter, Number(page)), 301);
  });
  app.get("/page/:n{[1-9][0-9]{0,3}}", etag(), async (context) => {
    const page = Number(context.req.param("n"));
    return page === 1 ? context.redirect(archivePath(newsletter, 1), 301) : answer(context, page);
  });

  const file = (path: string, type: string, text: () => string | Promise<string>) =>
    app.get(path, etag(), async (context) => {
      context.header("Cache-Control", "public, max-age=300");
      return context.body(await text(), 200, { "Content-Type": `${type}; charset=utf-8` });
    });
  file("/feed.xml", "application/atom+xml", async () => atomFeed(newsletter, await newest(IN_A_FEED)));
  file("/feed.json", "application/feed+json", async () => jsonFeed(newsletter, await newest(IN_A_FEED)));
  file("/sitemap.xml", "application/xml", async () => siteMap(newsletter, await newest(ON_THE_MAP)));
  file("/robots.txt", "text/plain", () => robotsText(newsletter));
}
