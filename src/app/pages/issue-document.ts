import { html } from "hono/html";
import type { Email } from "#src/model/email.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { dateInWords, wallClockAt } from "#src/model/wall-clock.ts";
import { fill } from "#src/model/words/words.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { compileEmail } from "#src/render/message/personalise.ts";
import { resolveTheme } from "#src/render/resolve-theme.ts";
import { webUrl } from "#src/render/web-url.ts";
import { feedLinks } from "./archive-page.ts";
import { onlineDocument } from "./online-document.ts";
import { basePath } from "#src/pages/page-address.ts";
import type { Html } from "#src/pages/page-document.ts";
import type { PageIssue } from "./page-issue.ts";
import { seriesNav, type SeriesParts } from "./series-nav.ts";

/**
 * The page of an issue: its email for no particular reader, every merge tag showing its default, with the metadata of a
 * page, and a note where it was corrected after it was sent.
 */
export function issueDocument(
  newsletter: Newsletter,
  issue: PageIssue,
  email: Email,
  parts: SeriesParts,
): Promise<string> {
  const { url } = newsletter;
  const web = webUrl(newsletter, issue.slug);
  const message = compileEmail(email)({
    subscriber: {},
    // A visitor of this page has no token; the linked pages explain where to find one.
    urls: { unsubscribe: `${url}/u`, preferences: `${url}/p`, web },
  });
  return onlineDocument(message.html, {
    head: headOf(newsletter, issue, { web, subject: message.subject }),
    nav: navOf(newsletter, issue),
    note: noteOf(newsletter, issue),
    further: furtherOf(newsletter, issue, parts, message.html),
    theme: resolveTheme(newsletter, {}),
  });
}

function headOf(
  newsletter: Newsletter,
  { card, archive }: PageIssue,
  { web, subject }: { readonly web: string; readonly subject: string },
): Html {
  const title = card?.title ?? subject;
  const image = card?.image ?? null;
  return html`<link rel="canonical" href="${card?.canonicalUrl ?? web}" />
    ${archive === "unlisted" ? html`<meta name="robots" content="noindex" />` : ""} ${feedLinks(newsletter)}
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

/** Somebody who was sent the link has seen no other page. */
function navOf(newsletter: Newsletter, { card }: PageIssue): Html {
  const words = wordsIn(newsletter, card?.lang ?? newsletter.lang).pages.archive;
  const base = basePath(newsletter);
  return html`<a href="${base}/">${words.title}</a> <a href="${base}/subscribe">${words.subscribe}</a>`;
}

/** The part before it stands in the letter already, unless that was written without knowing of it. */
function furtherOf(
  newsletter: Newsletter,
  { card }: PageIssue,
  { previous, next }: SeriesParts,
  letter: string,
): Html | null {
  const isLinked = previous !== null && letter.includes(`href="${webUrl(newsletter, previous.slug)}"`);
  const parts = { previous: isLinked ? null : previous, next };
  return seriesNav(newsletter, parts, card?.lang ?? newsletter.lang);
}

/** In the issue's own language: the page has no other text of ours. */
function noteOf(newsletter: Newsletter, { card, correctedAt }: PageIssue): string | null {
  if (correctedAt === null) return null;
  const lang = card?.lang ?? newsletter.lang;
  const date = dateInWords(wallClockAt(correctedAt, newsletter.timezone).date, lang);
  return fill(wordsIn(newsletter, lang).pages.archive.corrected, { date });
}
