import type { Context } from "hono";
import { html } from "hono/html";
import { takeAddressConfirmation, takeAddressRequest } from "#src/app/triggers/take-subscription.ts";
import { validAddress } from "#src/model/address/valid-address.ts";
import { makeToken } from "#src/model/token.ts";
import { fill } from "#src/model/words/words.ts";
import { addressField } from "#src/pages/address-field.ts";
import { enteredAddress } from "#src/pages/entered-address.ts";
import { listTitles } from "#src/pages/list-titles.ts";
import { stalePage } from "#src/pages/stale-page.ts";
import type { AddressChange } from "#src/store/readers/address-changes.ts";
import { membershipsOf } from "#src/store/readers/subscribers.ts";
import { clientAddress, networkOf } from "#src/web/client-address.ts";
import type { WebDeps } from "#src/web/web-deps.ts";
import type { Html, PublicPages } from "./public-page.ts";
import { suppressedWords } from "./undelivered.ts";

/**
 * A reader's way to another address: a form on their own page, an answer that is the same for every address, and the page that the mail to
 * the new address links to.
 */
export interface ChangePages {
  /** The form, for the page of preferences. `isWrong`: what was typed is no address that can be mailed. */
  readonly form: (context: Context, isWrong: boolean) => Html;
  /** The answer to the form; null if what was typed is no address, and the form is shown again. */
  readonly take: (context: Context, publicId: string, typed: string) => Promise<Response | null>;
  /** A GET of the link in the mail. */
  readonly ask: (context: Context, change: AddressChange) => Promise<Response>;
  /** A press of the button on that page. */
  readonly press: (
    context: Context,
    change: AddressChange,
    evidence: Readonly<Record<string, string>>,
  ) => Promise<Response>;
}

export function changePages(deps: WebDeps, pages: PublicPages): ChangePages {
  const { ledger, newsletter, tokenKeys } = deps;
  const names = { newsletter: newsletter.name };

  const form: ChangePages["form"] = (context, isWrong) => {
    const { preferences: words, subscribe } = pages.words(context);
    const described = html`aria-describedby="${isWrong ? "fault" : "address"}"
    ${isWrong ? html`aria-invalid="true"` : ""}`;
    return html`<form method="post">
      <fieldset>
        <legend>${words.address}</legend>
        <p id="address">${words.addressExplanation}</p>
        ${isWrong ? html`<p class="notice" id="fault" role="alert">${subscribe.wrongEmail}</p>` : ""}
        <label class="label" for="email">${words.newAddress}</label>
        <div class="row">
          ${addressField({ more: described })}
          <button type="submit" class="quiet">${words.addressButton}</button>
        </div>
        <input type="hidden" name="form" value="address" />
      </fieldset>
    </form>`;
  };

  const take: ChangePages["take"] = async (context, publicId, typed) => {
    const valid = validAddress(typed);
    if (!valid.ok) return null;
    const from = clientAddress(context, deps.trustProxy ?? 0);
    const request = {
      publicId,
      address: valid.address,
      lang: pages.language(context),
      network: from === null ? null : networkOf(from),
      evidence: {
        ...(from === null ? {} : { ip: from }),
        user_agent: (context.req.header("user-agent") ?? "").slice(0, 300),
      },
    };
    await takeAddressRequest(request, deps);
    const words = pages.words(context);
    const fields = html`<input type="hidden" name="form" value="address" />`;
    return pages.page(context, 200, {
      title: words.checkInbox.title,
      body: html`<p>${words.change.wait}</p>
        ${enteredAddress(words, { address: valid.address, fields })}`,
    });
  };

  const ask: ChangePages["ask"] = async (context, change) => {
    if (change.done_at !== null) return stale(context);
    const { change: words } = pages.words(context);
    const members = await membershipsOf(ledger.db, change.subscriber_id);
    const active = members.flatMap(({ list, state }) => (state === "active" ? [list] : []));
    return pages.page(context, 200, {
      title: words.title,
      body: html`<p>${fill(words.question, { ...names, address: change.address })}</p>
        ${active.length === 0 ? "" : listTitles(newsletter.lists, active)}
        <form method="post">
          <input type="hidden" name="form" value="confirm" />
          <button type="submit">${words.button}</button>
        </form>
        <p class="small">${words.close}</p>`,
    });
  };

  const press: ChangePages["press"] = async (context, change, evidence) => {
    const lang = pages.language(context);
    const result = await takeAddressConfirmation({ change: change.public_id, lang, evidence }, deps);
    const words = pages.words(context);
    if (result.kind === "stale") return stale(context);
    if (result.kind === "busy") {
      const { title, explanation } = words.unfinished;
      return pages.page(context, 503, { title, body: html`<p>${explanation}</p>` });
    }
    if (result.kind === "suppressed") {
      const reason = await suppressedWords(context, result.addressKey, deps, pages);
      return pages.page(context, 200, { title: words.stale.title, body: html`<p>${reason}</p>` });
    }
    const [key] = tokenKeys;
    const ids = { subscriber: result.publicId, list: result.active[0] ?? "all" };
    const preferences = key && `/p/${makeToken("preferences", ids, key)}`;
    return pages.page(context, 200, {
      title: words.changed.title,
      body: html`${
        result.active.length === 0
          ? html`<p>${words.changed.nothing}</p>`
          : html`<p>${words.changed.explanation}</p>
              ${listTitles(newsletter.lists, result.active)}`
      }
      ${preferences ? html`<p><a href="${preferences}">${words.confirmed.preferences}</a></p>` : ""}`,
    });
  };

  function stale(context: Context): Promise<Response> {
    const words = pages.words(context);
    return pages.page(
      context,
      200,
      stalePage(words, { newsletter: newsletter.name, subscribe: "/subscribe" }),
    );
  }

  return { form, take, ask, press };
}
