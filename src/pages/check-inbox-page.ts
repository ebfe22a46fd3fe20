import { html } from "hono/html";
import { fill, type JoinPageWords } from "#src/model/words/words.ts";
import { enteredAddress } from "./entered-address.ts";
import type { Html } from "./html.ts";
import type { PageContent } from "./page-document.ts";
import type { Filled } from "./read-subscribe-form.ts";

interface CheckInbox {
  readonly newsletter: string;
  /** What to do if no mail comes. */
  readonly nothing: string;
  /** What was filled in, with a new token: a corrected address is a request of its own. */
  readonly filled: Filled;
  /** Where the form is posted to. */
  readonly action: string;
  /** A CAPTCHA. */
  readonly challenge?: Html | undefined;
}

/** The answer to every form that was filled in, whatever came of it. */
export function checkInboxPage(
  words: JoinPageWords,
  { newsletter, nothing, filled, action, challenge }: CheckInbox,
): PageContent {
  const { checkInbox } = words;
  const fields = html`<input type="hidden" name="name" value="${filled.name}" />
    ${filled.lists.map((list) => html`<input type="hidden" name="list" value="${list}" /> `)}
    <input type="hidden" name="token" value="${filled.token ?? ""}" />
    ${challenge ?? ""}`;
  return {
    title: checkInbox.title,
    body: html`<p>${fill(checkInbox.explanation, { newsletter })}</p>
      <p class="small">${nothing}</p>
      <hr />
      ${enteredAddress(words, { address: filled.email, action, fields })}`,
  };
}
