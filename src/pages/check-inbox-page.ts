import { html } from "hono/html";
import { fill, type JoinPageWords } from "#src/model/words/words.ts";
import type { PageContent } from "./page-document.ts";

/** The answer to every form that was filled in, whatever came of it. `nothing` is what to do if no mail comes. */
export function checkInboxPage(
  { checkInbox }: JoinPageWords,
  { newsletter, nothing }: { newsletter: string; nothing: string },
): PageContent {
  return {
    title: checkInbox.title,
    body: html`<p>${fill(checkInbox.explanation, { newsletter })}</p>
      <p class="small">${nothing}</p>`,
  };
}
