import { html } from "hono/html";
import type { ListTitles } from "./list-choice.ts";
import type { Html } from "./page-document.ts";

/** The titles of lists, each on a line of its own. */
export function listTitles(lists: ListTitles, keys: readonly string[]): Html {
  return html`<ul>
    ${keys.map((list) => html`<li>${lists[list]?.title ?? list}</li> `)}
  </ul>`;
}
