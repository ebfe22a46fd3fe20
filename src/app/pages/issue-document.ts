import { html, raw } from "hono/html";
import type { Article } from "#src/model/pages/article.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { sharePlaces } from "#src/model/pages/share-places.ts";
import { dateInWords, wallClockAt } from "#src/model/wall-clock.ts";
import { directionOf } from "#src/model/words/direction-of.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { fill } from "#src/model/words/words.ts";
import { archivePath, issuePath, searchPath } from "#src/pages/page-address.ts";
import { type Html, pageDocument } from "#src/pages/page-document.ts";
import { pageStyles } from "#src/pages/page-styles.ts";
import { shortForm } from "#src/pages/short-form.ts";
import { headCss } from "#src/render/head-css.ts";
import { resolveTheme } from "#src/render/resolve-theme.ts";
import { webUrl } from "#src/render/web-url.ts";
import { issueHead } from "./issue-head.ts";
import type { IssuePage, PageIssue } from "./page-issue.ts";
import { seriesNav } from "./series-nav.ts";

/** Makes the whole page of an issue, in the issue's own language. It is the same for everybody: no reader's link, no reader's name. */
export async function issueDocument(newsletter: Newsletter, page: IssuePage): Promise<string> {
  const { issue, article } = page;
  const { card, slug } = issue;
  const lang = card?.lang ?? newsletter.lang;
  const dir = card?.dir ?? directionOf(lang);
  const words = wordsIn(newsletter, lang).pages;
  const title = card?.title ?? slug;
  const form = (id: string, heading: string) =>
    shortForm(newsletter, { words, id, heading, list: article.list });
  const body = html`<article>
      ${article.isBody ? headOf(newsletter, page, title) : noteOf(newsletter, page)}
      ${form("join-top", fill(words.issue.top, { newsletter: newsletter.name }))}
      <div class="text">${raw(article.html)}</div>
      ${furtherOf(newsletter, page, lang)}
      <footer class="tail">
        ${topicsOf(newsletter, article, lang)} ${shareRow(newsletter, slug, title, lang)}
      </footer>
    </article>
    ${form("join-end", words.issue.end)} ${neighboursOf(newsletter, page, lang)}`;
  const theme = resolveTheme(newsletter, {});
  return String(
    await pageDocument(
      newsletter,
      {
        title,
        body,
        head: issueHead(newsletter, page),
        found: issue.archive === "public",
        isLetter: true,
      },
      // `<` would end the style element; no font and no colour contains one.
      {
        lang,
        dir,
        css: `${headCss({ theme, issue: { dir } })}${pageStyles(newsletter)}`.replaceAll("<", ""),
      },
    ),
  );
}

function headOf(newsletter: Newsletter, page: IssuePage, title: string): Html {
  const { issue, article } = page;
  const { card, startedAt } = issue;
  const lang = card?.lang ?? newsletter.lang;
  const date = card?.date ?? wallClockAt(startedAt, newsletter.timezone).date;
  const { section: key } = article;
  const section = card?.section ?? null;
  const pieces = [
    section !== null && key !== null && Object.hasOwn(newsletter.sections, key)
      ? html`<a href="${archivePath(newsletter, 1, key)}">${section}</a>`
      : section,
    article.series,
    article.number,
    html`<time datetime="${date}">${dateInWords(date, lang)}</time>`,
  ].filter((piece) => piece !== null);
  return html`<header class="head">
    <p class="meta">${pieces.map((piece, at) => html`${at === 0 ? "" : " · "}${piece}`)}</p>
    <h1>${title}</h1>
    ${article.subtitle === null ? "" : html`<p class="lede">${article.subtitle}</p>`}
    ${article.byline === "" ? "" : html`<p class="meta">${article.byline}</p>`} ${noteOf(newsletter, page)}
  </header>`;
}

/** One note on the last change: the author's own day of it, unless the file was corrected after that day. */
function noteOf(newsletter: Newsletter, { issue, article }: IssuePage): Html | "" {
  const lang = issue.card?.lang ?? newsletter.lang;
  const words = wordsIn(newsletter, lang);
  const updated = article.updated ?? null;
  const corrected =
    issue.correctedAt === null ? null : wallClockAt(issue.correctedAt, newsletter.timezone).date;
  const isUpdate = updated !== null && (corrected === null || corrected <= updated);
  const day = isUpdate ? updated : corrected;
  if (day === null) return "";
  const text = isUpdate ? words.email.updated : words.pages.archive.corrected;
  return html`<p class="notice">${fill(text, { date: dateInWords(day, lang) })}</p>`;
}

/**
 * Links to the part of its series before it and the one after it, by their titles as they are now. An article that was
 * taken from a mail links to the part before it already, unless the mail was written without knowing of that part.
 */
function furtherOf(newsletter: Newsletter, { article, series }: IssuePage, lang: string): Html | "" {
  const { previous, next } = series;
  const isSaid =
    !article.isBody &&
    previous !== null &&
    article.html.includes(`href="${webUrl(newsletter, previous.slug)}"`);
  const links = seriesNav(newsletter, { previous: isSaid ? null : previous, next }, lang);
  return links === null ? "" : html`<nav class="series">${links}</nav>`;
}

function topicsOf(newsletter: Newsletter, { tags }: Article, lang: string): Html | "" {
  if (tags.length === 0) return "";
  const { issue } = wordsIn(newsletter, lang).pages;
  return html`<ul class="words">
    <li><span>${issue.tags}</span></li>
    ${tags.map((tag) => html`<li><a rel="tag" href="${searchPath(newsletter, tag)}">${tag}</a></li> `)}
  </ul>`;
}

function shareRow(newsletter: Newsletter, slug: string, title: string, lang: string): Html {
  const { issue } = wordsIn(newsletter, lang).pages;
  const places = sharePlaces(
    newsletter,
    { url: webUrl(newsletter, slug), title },
    { mail: issue.mail, copy: null },
  );
  return html`<ul class="words">
    <li><span>${issue.share}</span></li>
    ${places.map(({ label, url }) => html`<li><a rel="nofollow noopener" href="${url}">${label}</a></li> `)}
  </ul>`;
}

function neighboursOf(newsletter: Newsletter, { newer, older }: IssuePage, lang: string): Html | "" {
  if (newer === null && older === null) return "";
  const { issue: words } = wordsIn(newsletter, lang).pages;
  const link = (rel: "prev" | "next", label: string, { slug, card }: PageIssue) =>
    html`<a rel="${rel}" href="${issuePath(newsletter, slug)}"
      ><span>${label}</span>
      <b lang="${card?.lang ?? newsletter.lang}" dir="${card?.dir ?? "ltr"}">${card?.title ?? slug}</b></a
    > `;
  return html`<nav class="neighbours" aria-label="${words.neighbours}">
    ${older === null ? "" : link("prev", words.previous, older)}
    ${newer === null ? "" : link("next", words.next, newer)}
  </nav>`;
}
