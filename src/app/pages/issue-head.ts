import { html } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Html } from "#src/pages/page-document.ts";
import { webUrl } from "#src/render/web-url.ts";
import { changedAt } from "./atom-feed.ts";
import type { IssuePage } from "./page-issue.ts";

/** Makes the metadata of the page, for search engines and for sites where somebody shares it. */
export function issueHead(newsletter: Newsletter, { issue, article }: IssuePage): Html {
  const { card, slug, startedAt } = issue;
  const web = webUrl(newsletter, slug);
  const title = card?.title ?? slug;
  const image = imageOf(newsletter, { issue, article });
  const iso = (at: number) => new Date(at).toISOString();
  return html`<link rel="canonical" href="${card?.canonicalUrl ?? web}" />
    <meta property="og:type" content="article" />
    <meta property="og:title" content="${title}" />
    <meta property="og:site_name" content="${newsletter.name}" />
    <meta property="og:url" content="${web}" />
    <meta property="article:published_time" content="${iso(startedAt)}" />
    <meta property="article:modified_time" content="${iso(changedAt(issue))}" />
    ${card?.section == null ? "" : html`<meta property="article:section" content="${card.section}" />`}
    ${article.tags.map((tag) => html`<meta property="article:tag" content="${tag}" /> `)}
    ${
      card === null
        ? ""
        : html`<meta name="description" content="${card.description}" />
            <meta property="og:description" content="${card.description}" />`
    }
    <meta name="twitter:card" content="${image === null ? "summary" : "summary_large_image"}" />
    ${image === null ? "" : html`<meta property="og:image" content="${image.src}" />`}
    ${image?.alt == null ? "" : html`<meta property="og:image:alt" content="${image.alt}" />`}`;
}

/**
 * The cover; else the first picture of the text that we serve ourselves, because it is still there when
 * somebody looks. Null without either.
 */
function imageOf(
  { url }: Newsletter,
  { issue: { card }, article }: Pick<IssuePage, "issue" | "article">,
): { readonly src: string; readonly alt: string | null } | null {
  if (card?.image != null) return { src: card.image, alt: card.imageAlt };
  for (const [, src = "", alt = ""] of article.bare.matchAll(/<img src="([^"]+)" alt="([^"]*)"/g))
    if (src.startsWith(`${url}/a/`)) return { src, alt: alt === "" ? null : unescaped(alt) };
  return null;
}

function unescaped(text: string): string {
  return text.replace(/&#x([0-9a-f]+);/gi, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}
