import { addressField } from "./address-field.ts";
import { html } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { PageWords } from "#src/model/words/words.ts";
import { agreementOf } from "./agreement.ts";
import { basePath } from "./page-address.ts";
import type { Html } from "./page-document.ts";

interface ShortForm {
  readonly words: PageWords;
  readonly heading: string;
  /** Distinguishes two forms on one page. */
  readonly id: string;
  /** Key of the list; null for the first. */
  readonly list: string | null;
}

/**
 * A form with one field on a page that is about something else. Such a page is the same for everybody and lies in caches, so the form has
 * no token: it is treated like a form on another site, under the same limits.
 */
export function shortForm(
  newsletter: Pick<Newsletter, "name" | "audience" | "lists" | "url">,
  { words, heading, id, list }: ShortForm,
): Html {
  const known =
    list !== null && Object.hasOwn(newsletter.lists, list) ? list : Object.keys(newsletter.lists)[0];
  return html`<section class="join" aria-labelledby="${id}">
    <h2 id="${id}">${heading}</h2>
    <form method="post" action="${basePath(newsletter)}/subscribe">
      <label class="label" for="${id}-email">${words.subscribe.email}</label>
      <div class="row">
        ${addressField({ id: `${id}-email` })}
        <button type="submit">${words.subscribe.button}</button>
      </div>
      <input type="hidden" name="list" value="${known ?? ""}" />
      <p class="trap" aria-hidden="true">
        <label for="${id}-topic">${words.subscribe.trap}</label>
        <input id="${id}-topic" name="topic" type="text" tabindex="-1" autocomplete="off" value="" />
      </p>
      <p class="small">${agreementOf(newsletter, words)}</p>
    </form>
  </section>`;
}
