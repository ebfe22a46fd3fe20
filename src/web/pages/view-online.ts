import type { Hono } from "hono";
import { html } from "hono/html";
import { compileEmail } from "#src/render/message/personalise.ts";
import { resolveTheme } from "#src/render/resolve-theme.ts";
import { dateInWords, wallClockAt } from "#src/model/wall-clock.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import { type OnlineIssue, aliasTarget, onlineIssue } from "#src/store/issues/issue-pages.ts";
import { fill } from "#src/model/words/words.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { onlineDocument } from "./online-document.ts";
import type { Html, PublicPages } from "./public-page.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

/** An email has inline styles and pictures from anywhere, but no scripts, frames or forms. */
const POLICY = [
  "default-src 'none'",
  "img-src 'self' https: http: data:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * `/issues/<slug>`: the email as it was sent, or as its file was corrected since, for no particular reader: every merge
 * tag shows its default. An issue with `archive: none` is not available, and no issue is before its send has begun: a slug
 * is easy to guess, and an embargo is a promise. An alias redirects to its issue.
 */
export function addViewOnline(app: Hono, { ledger, newsletter }: WebDeps, pages: PublicPages): void {
  const url = newsletter.url;

  app.get("/issues/:slug", async (context) => {
    const slug = context.req.param("slug");
    const issue = await onlineIssue(ledger.db, slug);
    if (issue === undefined || issue.archive === "none") {
      const target = issue === undefined ? await aliasTarget(ledger.db, slug) : undefined;
      if (target === undefined || target.archive === "none") return pages.notice(context, 404, "notFound");
      return context.redirect(`/issues/${encodeURIComponent(target.slug)}`, 301);
    }
    const web = `${url}/issues/${encodeURIComponent(issue.slug)}`;
    const email = await loadEmail(ledger.db, issue.correctedDigest ?? issue.emailDigest);
    const message = compileEmail(email)({
      subscriber: {},
      // A visitor of this page has no token; the linked pages explain where to find one.
      urls: { unsubscribe: `${url}/u`, preferences: `${url}/p`, web },
    });
    if (issue.archive === "unlisted") context.header("X-Robots-Tag", "noindex");
    context.header("Content-Security-Policy", POLICY);
    context.header("Cache-Control", "public, max-age=300");
    const document = await onlineDocument(message.html, {
      head: headOf(issue, web, message.subject),
      note: noteOf(issue),
      theme: resolveTheme(newsletter, {}),
    });
    return context.html(document);
  });

  function headOf({ card }: OnlineIssue, web: string, subject: string): Html {
    const title = card?.title ?? subject;
    const image = card?.image ?? null;
    return html`<link rel="canonical" href="${card?.canonicalUrl ?? web}" />
      <link rel="alternate" type="application/atom+xml" title="${newsletter.name}" href="/feed.xml" />
      <meta property="og:type" content="article" />
      <meta property="og:title" content="${title}" />
      <meta property="og:site_name" content="${newsletter.name}" />
      <meta property="og:url" content="${web}" />
      ${
        card === null
          ? ""
          : html`<meta name="description" content="${card.description}" />
              <meta property="og:description" content="${card.description}" />`
      }
      ${image === null ? "" : html`<meta property="og:image" content="${image}" />`}
      ${image === null || card?.imageAlt == null ? "" : html`<meta property="og:image:alt" content="${card.imageAlt}" />`}`;
  }

  /** In the issue's own language: the page has no other text of ours. */
  function noteOf({ card, correctedAt }: OnlineIssue): string | null {
    if (correctedAt === null) return null;
    const lang = card?.lang ?? newsletter.lang;
    const date = dateInWords(wallClockAt(correctedAt, newsletter.timezone).date, lang);
    return fill(wordsIn(lang).pages.archive.corrected, { date });
  }
}
