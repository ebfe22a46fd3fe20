import { html } from "hono/html";
import { suggestAddress } from "#src/model/address/suggest-address.ts";
import { fill, type JoinPageWords } from "#src/model/words/words.ts";
import { addressField } from "./address-field.ts";
import type { Html } from "./html.ts";

interface Entered {
  /** As it was typed. */
  readonly address: string;
  /** Where the corrected address is posted to; the page's own address unless given. */
  readonly action?: string;
  /** The other fields of that form. */
  readonly fields: Html;
}

/**
 * The address as it was typed, and a way to correct it, because no mail arrives at a mistyped address. The guess depends
 * only on what was typed, so it tells nobody who reads this newsletter.
 */
export function enteredAddress({ checkInbox }: JoinPageWords, { address, action, fields }: Entered): Html {
  const meant = suggestAddress(address);
  return html`<p>${fill(checkInbox.entered, { address })}</p>
    ${meant === null ? "" : html`<p class="notice">${fill(checkInbox.meant, { address: meant })}</p>`}
    <form method="post" ${action === undefined ? "" : html`action="${action}"`}>
      <label class="label" for="email">${checkInbox.correct}</label>
      <div class="row">
        ${addressField({ value: meant ?? address })}
        <button type="submit" class="quiet">${checkInbox.button}</button>
      </div>
      ${fields}
    </form>`;
}
