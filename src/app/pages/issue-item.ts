import { html } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { dateInWords, wallClockAt } from "#src/model/wall-clock.ts";
import { issuePath } from "#src/pages/page-address.ts";
import type { Html } from "#src/pages/page-document.ts";
import type { PageIssue } from "./page-issue.ts";

/** An issue in a list: section and date, title, what it is about. */
export function issueItem(
  newsletter: Newsletter,
  { slug, card, startedAt }: PageIssue,
  pageLang: string,
): Html {
  const date = card?.date ?? wallClockAt(startedAt, newsletter.timezone).date;
  const meta = [card?.section, dateInWords(date, pageLang)].filter((part) => part != null);
  const lang = card?.lang ?? newsletter.lang;
  return html`<li data-slug="${slug}">
    <p class="meta">${meta.join(" · ")}</p>
    <h2 lang="${lang}" dir="${card?.dir ?? "ltr"}">
      <a href="${issuePath(newsletter, slug)}">${card?.title ?? slug}</a>
    </h2>
    ${card === null ? "" : html`<p lang="${lang}" dir="${card.dir}">${card.description}</p>`}
  </li> `;
}
