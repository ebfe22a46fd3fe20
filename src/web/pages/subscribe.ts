import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { type ReaderDeps, takeSubscription } from "#src/app/triggers/take-subscription.ts";
import { validAddress } from "#src/audience/valid-address.ts";
import { validName } from "#src/audience/valid-name.ts";
import { addressKey, newId } from "#src/model/ids.ts";
import { makeFormToken, readFormToken } from "#src/model/token.ts";
import { takeCounted } from "#src/store/database/counters.ts";
import { type PageWords, fill } from "#src/model/words/words.ts";
import { clientAddress, networkOf } from "#src/web/client-address.ts";
import type { PublicPages } from "./public-page.ts";
import { type Filled, type FormFault, readSubscribeForm } from "./read-subscribe-form.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

/** People read before they press the button; a faster form was filled in by a robot. */
const FASTEST_MS = 3_000;
const SLOWEST_MS = 2 * 3_600_000;

/**
 * `/subscribe`: a form that needs no script. Whatever the outcome, the answer is the same page, so that nobody learns who
 * reads this newsletter. A form on another site posts here too, without our token, under the same limits.
 */
export function addSubscribe(app: Hono, deps: WebDeps, pages: PublicPages): void {
  const { ledger, newsletter, tokenKeys } = deps;
  const lists = Object.entries(newsletter.lists);
  const [first = ""] = Object.keys(newsletter.lists);
  const names = { newsletter: newsletter.name };
  const single = lists.every(([, { opt_in: optIn }]) => optIn === "single");
  const agreementOf = (words: PageWords) =>
    fill(single ? words.subscribe.agreementSingle : words.subscribe.agreement, names);

  app.get("/subscribe", (context) => {
    const wished = context.req.queries("list")?.filter((list) => Object.hasOwn(newsletter.lists, list));
    return showForm(context, { email: "", name: "", lists: wished?.length ? wished : [first] });
  });

  app.post("/subscribe", async (context) => {
    context.header("Cache-Control", "no-store");
    const form = await readSubscribeForm(context, Object.keys(newsletter.lists));
    // A robot that fills in the invisible field gets the same answer as everybody.
    if (form.trapped) return checkInbox(context);
    const address = validAddress(form.email);
    const name = validName(form.name);
    if (!address.ok) return showForm(context, form, "wrongEmail");
    if (name === null) return showForm(context, form, "wrongName");
    if (form.lists.length === 0) return showForm(context, form, "wrongList");
    if (form.token !== null) {
      const pressed = await checkFormToken(form.token, addressKey(address.address, deps.suppressionKey));
      if (pressed === "again") return showForm(context, form, "again");
      if (pressed === "repeated") return checkInbox(context);
    }
    const from = clientAddress(context, deps.trustProxy ?? 0);
    const words = pages.words(context);
    const agreement = form.token === null ? null : agreementOf(words);
    await takeSubscription(
      {
        address: address.address,
        lists: form.lists,
        firstName: name === "" ? null : name,
        lang: pages.language(context),
        network: from === null ? null : networkOf(from),
        evidence: evidenceOf(context, from, agreement, pages.language(context)),
      },
      deps satisfies ReaderDeps,
    );
    return checkInbox(context);
  });

  function showForm(context: Context, filled: Filled, fault?: FormFault): Promise<Response> {
    context.header("Cache-Control", "no-store");
    const all = pages.words(context);
    const words = all.subscribe;
    const [key] = tokenKeys;
    // If the button was pressed too soon, the same token becomes valid by itself.
    const young = fault === "again" && filled.token != null && isYoung(filled.token);
    const token = young
      ? filled.token
      : key && makeFormToken({ at: ledger.clock.now(), nonce: newId() }, key);
    const wrong = (which: FormFault) =>
      fault === which ? html` aria-invalid="true" aria-describedby="fault"` : "";
    return pages.page(context, fault === undefined || fault === "again" ? 200 : 400, {
      title: fill(words.title, names),
      found: fault === undefined,
      ...(fault === undefined
        ? { head: html`<link rel="canonical" href="${newsletter.url}/subscribe" />` }
        : {}),
      body: html`<p>${newsletter.tagline ?? ""} ${words.explanation}</p>
        ${fault === undefined ? "" : html`<p class="notice" id="fault" role="alert">${words[fault]}</p>`}
        <form method="post" action="/subscribe">
          <p>
            <label class="label" for="email">${words.email}</label>
            <input
              class="field"
              id="email"
              name="email"
              type="email"
              autocomplete="email"
              maxlength="254"
              required
              value="${filled.email}"
              ${wrong("wrongEmail")}
            />
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
          ${
            lists.length === 1
              ? html`<input type="hidden" name="list" value="${first}" />`
              : html`<fieldset ${wrong("wrongList")}>
                  <legend>${words.lists}</legend>
                  ${lists.map(
                    ([list, { title, description }]) =>
                      html`<label class="check"
                        ><input
                          type="checkbox"
                          name="list"
                          value="${list}"
                          ${filled.lists.includes(list) ? "checked" : ""}
                        /><span
                          >${title}${description === undefined ? "" : html`<small>${description}</small>`}</span
                        ></label
                      > `,
                  )}
                </fieldset>`
          }
          <p class="trap" aria-hidden="true">
            <label for="topic">${words.trap}</label>
            <input id="topic" name="topic" tabindex="-1" autocomplete="off" value="" />
          </p>
          <input type="hidden" name="token" value="${token ?? ""}" />
          <p class="small">${agreementOf(all)}</p>
          <button type="submit">${words.button}</button>
        </form>`,
    });
  }

  function checkInbox(context: Context): Promise<Response> {
    const { title, explanation, nothing } = pages.words(context).checkInbox;
    return pages.page(context, 200, {
      title,
      body: html`<p>${fill(explanation, names)}</p>
        <p class="small">${nothing}</p>`,
    });
  }

  /** Each token is valid for one address, between three seconds and two hours after its page was made. */
  async function checkFormToken(token: string, key: string): Promise<"good" | "again" | "repeated"> {
    const now = ledger.clock.now();
    const form = readFormToken(token, tokenKeys);
    if (form === null || now - form.at < FASTEST_MS || now - form.at > SLOWEST_MS) return "again";
    const once = { most: 1, windowMs: SLOWEST_MS, now };
    const isNew = await takeCounted(ledger.db, `form:${form.nonce}`, once);
    const isNewHere = await takeCounted(ledger.db, `form:${form.nonce}:${key}`, once);
    if (isNew) return "good";
    // A second press of the same button is not a second request.
    return isNewHere ? "again" : "repeated";
  }

  function isYoung(token: string): boolean {
    const form = readFormToken(token, tokenKeys);
    return form !== null && ledger.clock.now() - form.at < FASTEST_MS;
  }
}

/** Evidence of the request: when and how it was made. The hash identifies the exact wording, which is in git. */
function evidenceOf(
  context: Context,
  from: string | null,
  agreement: string | null,
  language: string,
): Record<string, string> {
  const short = (text: string | undefined) => (text ?? "").slice(0, 300);
  const origin = short(context.req.header("origin"));
  return {
    form: agreement === null ? "embedded" : "page",
    ...(agreement === null ? {} : { wording: createHash("sha256").update(agreement).digest("hex") }),
    language,
    ...(from === null ? {} : { ip: from }),
    user_agent: short(context.req.header("user-agent")),
    ...(origin === "" || origin === "null" ? {} : { origin }),
  };
}
