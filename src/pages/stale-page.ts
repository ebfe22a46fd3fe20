import { html } from "hono/html";
import { fill, type JoinPageWords } from "#src/model/words/words.ts";
import type { PageContent } from "./page-document.ts";

/** The answer to a link that confirms nothing. `subscribe` is where the form is. */
export function stalePage(
  { stale }: JoinPageWords,
  { newsletter, subscribe }: { newsletter: string; subscribe: string },
): PageContent {
  return {
    title: stale.title,
    body: html`<p>${fill(stale.explanation, { newsletter })}</p>
      <p><a class="button" href="${subscribe}">${stale.subscribe}</a></p>`,
  };
}
