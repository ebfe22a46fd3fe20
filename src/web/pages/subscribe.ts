import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { type ReaderDeps, takeSubscription } from "#src/app/triggers/take-subscription.ts";
import { validAddress } from "#src/model/address/valid-address.ts";
import { validName } from "#src/model/address/valid-name.ts";
import { addressKey, newId } from "#src/model/ids.ts";
import { makeFormToken, readFormToken } from "#src/model/token.ts";
import { takeCounted } from "#src/store/database/counters.ts";
import { withoutVoices } from "#src/model/words/voice.ts";
import { agreementOf } from "#src/pages/agreement.ts";
import { checkInboxPage } from "#src/pages/check-inbox-page.ts";
import { type Filled, readSubscribeForm } from "#src/pages/read-subscribe-form.ts";
import { type FormFault, subscribePage } from "#src/pages/subscribe-page.ts";
import { clientAddress, networkOf } from "#src/web/client-address.ts";
import type { PublicPages } from "./public-page.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

/** People read before they press the button; a form that comes back faster was filled in by a robot. */
const FASTEST_MS = 3_000;
const SLOWEST_MS = 2 * 3_600_000;

/**
 * `/subscribe`: a form that needs no script. Whatever the outcome, the answer is the same page, so that nobody learns who
 * reads this newsletter. A form on another site posts here too, without our token, under the same limits.
 */
export function addSubscribe(app: Hono, deps: WebDeps, pages: PublicPages): void {
  const { ledger, newsletter, tokenKeys } = deps;
  const [first = ""] = Object.keys(newsletter.lists);

  app.get("/subscribe", (context) => {
    const wished = context.req.queries("list")?.filter((list) => Object.hasOwn(newsletter.lists, list));
    return showForm(context, { email: "", name: "", lists: wished?.length ? wished : [first] });
  });

  app.post("/subscribe", async (context) => {
    context.header("Cache-Control", "no-store");
    const posted = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, unknown>);
    const all = (field: string) => (Object.hasOwn(posted, field) ? [posted[field]].flat() : []);
    const form = readSubscribeForm(all, Object.keys(newsletter.lists));
    // A robot that fills in the invisible field gets the same answer as everybody.
    if (form.trapped) return checkInbox(context, form);
    const address = validAddress(form.email);
    const name = validName(form.name);
    if (!address.ok) return showForm(context, form, "wrongEmail");
    if (name === null) return showForm(context, form, "wrongName");
    if (form.lists.length === 0) return showForm(context, form, "wrongList");
    if (form.token !== null) {
      const pressed = await checkFormToken(form.token, addressKey(address.address, deps.suppressionKey));
      if (pressed === "again") return showForm(context, form, "again");
      if (pressed === "repeated") return checkInbox(context, form);
    }
    const from = clientAddress(context, deps.trustProxy ?? 0);
    const words = pages.words(context);
    const agreement = form.token === null ? null : agreementOf(newsletter, words);
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
    return checkInbox(context, form);
  });

  function showForm(context: Context, filled: Filled, fault?: FormFault): Promise<Response> {
    context.header("Cache-Control", "no-store");
    const all = pages.words(context);
    // If the button was pressed too soon, the same token becomes valid by itself.
    const young = fault === "again" && filled.token != null && isYoung(filled.token);
    const token = young ? filled.token : newToken();
    return pages.page(
      context,
      fault === undefined || fault === "again" ? 200 : 400,
      subscribePage({
        newsletter,
        lists: newsletter.lists,
        words: all,
        action: "/subscribe",
        canonical: `${newsletter.url}/subscribe`,
        agreement: agreementOf(newsletter, all),
        filled,
        token: token ?? "",
        fault,
      }),
    );
  }

  function checkInbox(context: Context, filled: Filled): Promise<Response> {
    const words = pages.words(context);
    const content = checkInboxPage(words, {
      newsletter: newsletter.name,
      nothing: words.checkInbox.nothing,
      filled: { ...filled, token: newToken() },
      action: "/subscribe",
    });
    return pages.page(context, 200, content);
  }

  function newToken(): string {
    const [key] = tokenKeys;
    return key === undefined ? "" : makeFormToken({ at: ledger.clock.now(), nonce: newId() }, key);
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

/** Evidence of the request: how it was made. The hash identifies the exact wording, which is in git. */
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
    ...(agreement === null
      ? {}
      : { wording: createHash("sha256").update(withoutVoices(agreement)).digest("hex") }),
    language,
    ...(from === null ? {} : { ip: from }),
    user_agent: short(context.req.header("user-agent")),
    ...(origin === "" || origin === "null" ? {} : { origin }),
  };
}
