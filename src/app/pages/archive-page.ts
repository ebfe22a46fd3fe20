import { html } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { dateInWords, wallClockAt } from "#src/model/wall-clock.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { archivePath, basePath, issuePath } from "#src/pages/page-address.ts";
import type { Html, PageContent } from "#src/pages/page-document.ts";
import type { PageIssue } from "./page-issue.ts";

/** Issues on one page of the archive. */
export const ON_A_PAGE = 30;

interface ArchivePage {
  readonly issues: readonly PageIssue[];
  /** Counted from 1. */
  readonly page: number;
  readonly hasOlder: boolean;
  readonly lang: string;
}

/** Public issues whose send has begun, newest first. */
export function archivePage(
  newsletter: Newsletter,
  { issues, page, hasOlder, lang }: ArchivePage,
): PageContent {
  const words = wordsIn(newsletter, lang).pages.archive;
  const base = basePath(newsletter);
  const newer =
    page > 1 ? html`<a rel="prev" href="${archivePath(newsletter, page - 1)}">${words.newer}</a>` : "";
  const older = hasOlder
    ? html`<a rel="next" href="${archivePath(newsletter, page + 1)}">${words.older}</a>`
    : "";
  return {
    title: newsletter.name,
    found: true,
    head: headOf(newsletter, page),
    body: html`${newsletter.tagline === undefined ? "" : html`<p>${newsletter.tagline}</p>`}
      <p><a class="button" href="${base}/subscribe">${words.subscribe}</a></p>
      ${
        issues.length === 0
          ? html`<p class="small">${words.empty}</p>`
          : html`<ul class="issues">
              ${issues.map((issue) => itemOf(newsletter, issue, lang))}
            </ul>`
      }
      <nav aria-label="${words.pages}">${newer} ${older} <a href="${base}/feed.xml">${words.feed}</a></nav>`,
  };
}

function headOf(newsletter: Newsletter, page: number): Html {
  const { name, url } = newsletter;
  const here = page === 1 ? `${url}/` : `${url}/page/${page}`;
  const description = newsletter.tagline ?? name;
  return html`<meta name="description" content="${description}" />
    <link rel="canonical" href="${here}" />
    ${feedLinks(newsletter)}
    <meta property="og:type" content="website" />
    <meta property="og:title" content="${name}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${here}" />
    <meta property="og:site_name" content="${name}" />`;
}

/** For the head of every page that a feed reader may be given. */
export function feedLinks(newsletter: Newsletter): Html {
  const base = basePath(newsletter);
  return html`<link
      rel="alternate"
      type="application/atom+xml"
      title="${newsletter.name}"
      href="${base}/feed.xml"
    />
    <link
      rel="alternate"
      type="application/feed+json"
      title="${newsletter.name}"
      href="${base}/feed.json"
    />`;
}

function itemOf(newsletter: Newsletter, { slug, card, startedAt }: PageIssue, pageLang: string): Html {
  const date = card?.date ?? wallClockAt(startedAt, newsletter.timezone).date;
  const meta = [card?.section, dateInWords(date, pageLang)].filter((part) => part != null);
  const lang = card?.lang ?? newsletter.lang;
  return html`<li>
    <p class="meta">${meta.join(" · ")}</p>
    <h2 lang="${lang}" dir="${card?.dir ?? "ltr"}">
      <a href="${issuePath(newsletter, slug)}">${card?.title ?? slug}</a>
    </h2>
    ${card === null ? "" : html`<p lang="${lang}" dir="${card.dir}">${card.description}</p>`}
  </li> `;
}
