import { html } from "hono/html";
import type { Html } from "./html.ts";

interface AddressField {
  /** `email` unless given; a page with two forms needs two different ids. */
  readonly id?: string;
  readonly value?: string;
  /** Further attributes, such as what describes it. */
  readonly more?: Html | "";
}

/** The field of a form that takes an email address. */
export function addressField({ id = "email", value = "", more = "" }: AddressField = {}): Html {
  return html`<input
    class="field"
    id="${id}"
    name="email"
    type="email"
    autocomplete="email"
    maxlength="254"
    required
    value="${value}"
    ${more}
  />`;
}
