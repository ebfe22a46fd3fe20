import type { Context, Hono } from "hono";
import { etag } from "hono/etag";
import { ON_A_PAGE, archivePage } from "#src/app/pages/archive-page.ts";
import { withArticles } from "#src/app/pages/article-of.ts";
import { IN_A_FEED, atomFeed } from "#src/app/pages/atom-feed.ts";
import { jsonFeed } from "#src/app/pages/json-feed.ts";
import { archivePath } from "#src/pages/page-address.ts";
import { pageIssueOf } from "#src/app/pages/page-issue.ts";
import { robotsText, siteMap } from "#src/app/pages/site-map.ts";
import { publicIssues, publicSections } from "#src/store/issues/public-issues.ts";
import type { WebDeps } from "#src/web/web-deps.ts";
import type { PublicPages } from "./public-page.ts";

/** More issues than any newsletter has, and fewer than would hold up the event loop. */
const ON_THE_MAP = 2000;

/** `/`, `/page/2` and so on, the same of each section, the feeds and the sitemap: public issues whose send has begun, newest first. */
export function addArchive(app: Hono, { ledger, newsletter }: WebDeps, pages: PublicPages): void {
  const answer = async (context: Context, page: number, section: string | null = null) => {
    const wanted = { skip: (page - 1) * ON_A_PAGE, limit: ON_A_PAGE + 1, section };
    const found = (await publicIssues(ledger.db, wanted)).map(pageIssueOf);
    const issues = found.slice(0, ON_A_PAGE);
    if (issues.length === 0 && (page > 1 || section !== null)) return pages.notice(context, 404, "notFound");
    context.header("Cache-Control", "public, max-age=300");
    const hasOlder = found.length > ON_A_PAGE;
    const lang = pages.language(context);
    const sections = [...(await publicSections(ledger.db))];
    const content = archivePage(newsletter, { issues, page, hasOlder, lang, section, sections });
    return pages.page(context, 200, content);
  };
  app.get("/", etag(), async (context) => {
    // The address that pages had before, `/?page=2`.
    const page = /^[1-9]\d{0,3}$/.exec(context.req.query("page") ?? "")?.[0];
    return page === undefined || page === "1"
      ? answer(context, 1)
      : context.redirect(archivePath(newsletter, Number(page)), 301);
  });
  app.get("/page/:n{[1-9][0-9]{0,3}}", etag(), async (context) => {
    const page = Number(context.req.param("n"));
    return page === 1 ? context.redirect(archivePath(newsletter, 1), 301) : answer(context, page);
  });
  app.get("/section/:key", etag(), async (context) => {
    const key = context.req.param("key");
    if (!Object.hasOwn(newsletter.sections, key)) return pages.notice(context, 404, "notFound");
    return answer(context, 1, key);
  });
  app.get("/section/:key/page/:n{[1-9][0-9]{0,3}}", etag(), async (context) => {
    const key = context.req.param("key");
    const page = Number(context.req.param("n"));
    if (!Object.hasOwn(newsletter.sections, key)) return pages.notice(context, 404, "notFound");
    return page === 1 ? context.redirect(archivePath(newsletter, 1, key), 301) : answer(context, page, key);
  });

  const inFeed = async () =>
    withArticles(ledger, newsletter, await publicIssues(ledger.db, { limit: IN_A_FEED }));
  const file = (path: string, type: string, text: () => string | Promise<string>) =>
    app.get(path, etag(), async (context) => {
      context.header("Cache-Control", "public, max-age=300");
      return context.body(await text(), 200, { "Content-Type": `${type}; charset=utf-8` });
    });
  file("/feed.xml", "application/atom+xml", async () => atomFeed(newsletter, await inFeed()));
  file("/feed.json", "application/feed+json", async () => jsonFeed(newsletter, await inFeed()));
  file("/sitemap.xml", "application/xml", async () => {
    const all = await publicIssues(ledger.db, { limit: ON_THE_MAP });
    return siteMap(newsletter, all.map(pageIssueOf));
  });
  file("/robots.txt", "text/plain", () => robotsText(newsletter));
}
