import { html } from "hono/html";
import type { MessageSummary } from "./inbox.ts";
import type { Html } from "./sandbox-page.ts";

/** A table with a heading for each column; `nothing` in its place if there are no rows. */
export function tableOf(columns: readonly string[], rows: readonly Html[], nothing: Html): Html {
  if (rows.length === 0) return nothing;
  return html`<table>
    <thead>
      <tr>
        ${columns.map((name) => html`<th>${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** Names with their values; names without a value are left out. */
export function factsOf(facts: readonly (readonly [name: string, value: string])[]): Html {
  const known = facts.filter(([, value]) => value !== "");
  return html`<dl>
    ${known.map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
}

/** The form above a list: it searches by a part of an address, and shows how many entries there are. */
export function searchForm(action: string, label: string, address: string, count: string): Html {
  return html`<form role="search" action="${action}">
    <label
      >${label} <input type="search" name="address" value="${address}" placeholder="part of an address"
    /></label>
    <button>Search</button>
    <p class="count">${count}</p>
  </form>`;
}

/** The state of a mail, named after its latest event. */
export function stateOf({ lastEvent }: Pick<MessageSummary, "lastEvent">): Html {
  return html`<span class="state ${lastEvent}">${lastEvent.replaceAll("_", " ")}</span>`;
}
