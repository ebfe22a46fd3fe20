import type { Context, Hono } from "hono";
import { etag } from "hono/etag";
import { html } from "hono/html";
import { dateInWords, wallClockAt } from "#src/model/wall-clock.ts";
import { type OnlineIssue, publicIssues } from "#src/store/issues/issue-pages.ts";
import { atomFeed } from "./atom-feed.ts";
import type { Html, PublicPages } from "./public-page.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

const ON_A_PAGE = 30;
const IN_THE_FEED = 20;

/** `/` and `/feed.xml`: public issues whose send has begun, newest first. */
export function addArchive(app: Hono, { ledger, newsletter }: WebDeps, pages: PublicPages): void {
  app.get("/", etag(), async (context) => {
    const page = Math.max(1, Math.min(10_000, Number.parseInt(context.req.query("page") ?? "1", 10) || 1));
    const skip = (page - 1) * ON_A_PAGE;
    const found = await publicIssues(ledger.db, { skip, limit: ON_A_PAGE + 1 });
    const issues = found.slice(0, ON_A_PAGE);
    if (issues.length === 0 && page > 1) return pages.notice(context, 404, "notFound");
    const words = pages.words(context).archive;
    const newer = page > 1 ? html`<a rel="prev" href="/?page=${page - 1}">${words.newer}</a>` : "";
    const older =
      found.length > ON_A_PAGE ? html`<a rel="next" href="/?page=${page + 1}">${words.older}</a>` : "";
    context.header("Cache-Control", "public, max-age=300");
    return pages.page(context, 200, {
      title: newsletter.name,
      found: true,
      head: headOf(page),
      body: html`${newsletter.tagline === undefined ? "" : html`<p>${newsletter.tagline}</p>`}
        <p><a class="button" href="/subscribe">${words.subscribe}</a></p>
        ${
          issues.length === 0
            ? html`<p class="small">${words.empty}</p>`
            : html`<ul class="issues">
                ${issues.map((issue) => itemOf(context, issue))}
              </ul>`
        }
        <nav aria-label="${words.pages}">${newer} ${older} <a href="/feed.xml">${words.feed}</a></nav>`,
    });
  });

  app.get("/feed.xml", etag(), async (context) => {
    const issues = await publicIssues(ledger.db, { limit: IN_THE_FEED });
    context.header("Cache-Control", "public, max-age=300");
    return context.body(await atomFeed(newsletter, issues), 200, {
      "Content-Type": "application/atom+xml; charset=utf-8",
    });
  });

  function headOf(page: number): Html {
    const url = page === 1 ? `${newsletter.url}/` : `${newsletter.url}/?page=${page}`;
    const description = newsletter.tagline ?? newsletter.name;
    return html`<meta name="description" content="${description}" />
      <link rel="canonical" href="${url}" />
      <link rel="alternate" type="application/atom+xml" title="${newsletter.name}" href="/feed.xml" />
      <meta property="og:type" content="website" />
      <meta property="og:title" content="${newsletter.name}" />
      <meta property="og:description" content="${description}" />
      <meta property="og:url" content="${url}" />
      <meta property="og:site_name" content="${newsletter.name}" />`;
  }

  function itemOf(context: Context, { slug, card, startedAt }: OnlineIssue): Html {
    const date = card?.date ?? wallClockAt(startedAt, newsletter.timezone).date;
    const meta = [card?.section, dateInWords(date, pages.language(context))].filter((part) => part != null);
    const lang = card?.lang ?? newsletter.lang;
    return html`<li>
      <p class="meta">${meta.join(" · ")}</p>
      <h2 lang="${lang}" dir="${card?.dir ?? "ltr"}">
        <a href="/issues/${encodeURIComponent(slug)}">${card?.title ?? slug}</a>
      </h2>
      ${card === null ? "" : html`<p lang="${lang}" dir="${card.dir}">${card.description}</p>`}
    </li> `;
  }
}
