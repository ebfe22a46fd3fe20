import { html } from "hono/html";
import type { JoinPageWords } from "#src/model/words/words.ts";
import type { Html, PageContent } from "./page-document.ts";

interface Question {
  readonly question: string;
  /** The thing that the question is about. */
  readonly choice: Html | "";
  /** What somebody who did not ask should do. */
  readonly notYou: string;
}

/** The page that a link in the mail opens: a question and a button. */
export function confirmPage({ confirm }: JoinPageWords, { question, choice, notYou }: Question): PageContent {
  return {
    title: confirm.title,
    body: html`<p>${question}</p>
      <form method="post">
        ${choice}
        <input type="hidden" name="form" value="confirm" />
        <button type="submit">${confirm.button}</button>
      </form>
      <p class="small">${notYou}</p>`,
  };
}
