import { html } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { webUrl } from "#src/render/web-url.ts";
import { issuePath } from "#src/pages/page-address.ts";
import type { PageContent } from "#src/pages/page-document.ts";
import type { PageIssue } from "./page-issue.ts";

/** The page of an issue's former address, for hosts that cannot answer 301: it leads to the issue without a script. */
export function redirectPage(newsletter: Newsletter, { slug, card }: PageIssue): PageContent {
  const to = issuePath(newsletter, slug);
  const web = webUrl(newsletter, slug);
  return {
    title: card?.title ?? slug,
    head: html`<link rel="canonical" href="${web}" /> <meta http-equiv="refresh" content="0; url=${to}" />`,
    body: html`<p><a href="${to}">${web}</a></p>`,
  };
}
