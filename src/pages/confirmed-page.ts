import { html } from "hono/html";
import type { JoinPageWords } from "#src/model/words/words.ts";
import type { Html, PageContent } from "./page-document.ts";

/** The answer to the button: the titles of the lists that the reader is on. */
export function confirmedPage(
  { confirmed }: JoinPageWords,
  { titles, before = "", after = "" }: { titles: Html; before?: Html | ""; after?: Html | "" },
): PageContent {
  return {
    title: confirmed.title,
    body: html`${before}
      <p>${confirmed.explanation}</p>
      ${titles} ${after}`,
  };
}
