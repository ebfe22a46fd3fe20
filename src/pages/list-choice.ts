import { html } from "hono/html";
import type { Html } from "./page-document.ts";

/** A newsletter's lists, by key, with the titles that pages show. */
export type ListTitles = Readonly<
  Record<string, { readonly title: string; readonly description?: string | undefined }>
>;

/** Boxes to choose lists in a form that has more than one list; a single list is a hidden field. `more` holds attributes of the group. */
export function listChoice(
  lists: ListTitles,
  { legend, chosen, more = "" }: { legend: string; chosen: readonly string[]; more?: Html | "" },
): Html {
  const all = Object.entries(lists);
  const [only] = all;
  if (all.length === 1 && only !== undefined)
    return html`<input type="hidden" name="list" value="${only[0]}" />`;
  return html`<fieldset ${more}>
    <legend>${legend}</legend>
    ${listBoxes(lists, chosen)}
  </fieldset>`;
}

/** A box for each list. */
export function listBoxes(lists: ListTitles, chosen: readonly string[]): readonly Html[] {
  return Object.entries(lists).map(
    ([list, { title, description }]) =>
      html`<label class="check"
        ><input type="checkbox" name="list" value="${list}" ${chosen.includes(list) ? "checked" : ""} /><span
          >${title}${description === undefined ? "" : html`<small>${description}</small>`}</span
        ></label
      > `,
  );
}
