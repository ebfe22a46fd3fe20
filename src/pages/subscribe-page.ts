import { html } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { fill, type JoinPageWords } from "#src/model/words/words.ts";
import { addressField } from "./address-field.ts";
import { type ListTitles, listChoice } from "./list-choice.ts";
import type { Html, PageContent } from "./page-document.ts";
import type { Filled } from "./read-subscribe-form.ts";

/** Why a form is shown again: keys of the words of `subscribe`. */
export type FormFault = "wrongEmail" | "wrongName" | "wrongList" | "again" | "unsent" | "tomorrow";

interface SubscribeForm {
  readonly newsletter: Pick<Newsletter, "name" | "tagline">;
  readonly lists: ListTitles;
  readonly words: JoinPageWords;
  /** Where the form is posted to. */
  readonly action: string;
  readonly canonical: string;
  /** What a reader agrees to by pressing the button. */
  readonly agreement: string;
  readonly filled: Filled;
  /** The page's token, which says when it was made. */
  readonly token: string;
  readonly fault?: FormFault | undefined;
  /** A CAPTCHA. */
  readonly challenge?: Html | undefined;
}

/** The form, which needs no script: as it is shown first, and as it is shown again with the fault in it. */
export function subscribePage(form: SubscribeForm): PageContent {
  const { newsletter, lists, action, canonical, agreement, filled, token, fault, challenge } = form;
  const words = form.words.subscribe;
  const wrong = (which: FormFault) =>
    fault === which ? html` aria-invalid="true" aria-describedby="fault"` : "";
  return {
    title: fill(words.title, { newsletter: newsletter.name }),
    found: fault === undefined,
    ...(fault === undefined ? { head: html`<link rel="canonical" href="${canonical}" />` } : {}),
    body: html`<p>${newsletter.tagline ?? ""} ${words.explanation}</p>
      ${fault === undefined ? "" : html`<p class="notice" id="fault" role="alert">${words[fault]}</p>`}
      <form method="post" action="${action}">
        <p>
          <label class="label" for="email">${words.email}</label>
          ${addressField({ value: filled.email, more: wrong("wrongEmail") })}
        </p>
        <p>
          <label class="label" for="name">${words.name} <small>(${words.optional})</small></label>
          <input
            class="field"
            id="name"
            name="name"
            autocomplete="given-name"
            maxlength="60"
            value="${filled.name}"
            ${wrong("wrongName")}
          />
        </p>
        ${listChoice(lists, { legend: words.lists, chosen: filled.lists, more: wrong("wrongList") })}
        <p class="trap" aria-hidden="true">
          <label for="topic">${words.trap}</label>
          <input id="topic" name="topic" tabindex="-1" autocomplete="off" value="" />
        </p>
        <input type="hidden" name="token" value="${token}" />
        ${challenge ?? ""}
        <p class="small">${agreement}</p>
        <button type="submit">${words.button}</button>
      </form>`,
  };
}
