import type { Hono } from "hono";
import { html } from "hono/html";
import { takeConfirmation } from "#src/app/triggers/take-subscription.ts";
import { makeToken, readToken } from "#src/model/token.ts";
import { openRequestsOf } from "#src/store/readers/open-requests.ts";
import { fill } from "#src/model/words/words.ts";
import { clientAddress } from "#src/web/client-address.ts";
import type { Html, PublicPages } from "./public-page.ts";
import { tokenHeaders } from "./token-headers.ts";
import { undelivered } from "./undelivered.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

/**
 * `/c/<token>`, linked from the mail that asks for a confirmation. GET and HEAD show a button and change nothing, because
 * mail scanners open every link; a POST of that button confirms every request that is still open.
 */
export function addConfirm(app: Hono, deps: WebDeps, pages: PublicPages): void {
  const { ledger, newsletter, tokenKeys } = deps;
  const names = { newsletter: newsletter.name };
  const read = (token: string) => {
    const ids = readToken("confirm", token, tokenKeys);
    return ids?.list === "all" ? ids.subscriber : null;
  };

  app.get("/c/:token", tokenHeaders, async (context) => {
    const subscriber = read(context.req.param("token"));
    if (subscriber === null) return pages.notice(context, 404, "notFound");
    const words = pages.words(context).confirm;
    const lists = await openRequestsOf(ledger.db, subscriber);
    return pages.page(context, 200, {
      title: words.title,
      body: html`<p>${fill(lists.length === 0 ? words.unnamed : words.question, names)}</p>
        ${lists.length === 0 ? "" : titles(lists)}
        <form method="post">
          <input type="hidden" name="form" value="confirm" />
          <button type="submit">${words.button}</button>
        </form>
        <p class="small">${words.notYou}</p>`,
    });
  });

  app.post("/c/:token", tokenHeaders, async (context) => {
    const subscriber = read(context.req.param("token"));
    if (subscriber === null) return pages.notice(context, 404, "notFound");
    const fields = await context.req.parseBody().catch(() => ({}) as Record<string, unknown>);
    // A scanner that posts to every address it finds has not pressed the button.
    if (fields["form"] !== "confirm") return pages.notice(context, 400, "notAllowed");
    const from = clientAddress(context, deps.trustProxy ?? 0);
    const evidence = {
      ...(from === null ? {} : { ip: from }),
      user_agent: (context.req.header("user-agent") ?? "").slice(0, 300),
    };
    const confirmation = { publicId: subscriber, lang: pages.language(context), evidence };
    const { joined, active } = await takeConfirmation(confirmation, deps);
    const all = pages.words(context);
    if (joined.length === 0 && active.length === 0) {
      return pages.page(context, 200, {
        title: all.stale.title,
        body: html`<p>${fill(all.stale.explanation, names)}</p>
          <p><a class="button" href="/subscribe">${all.stale.subscribe}</a></p>`,
      });
    }
    const [key] = tokenKeys;
    const ids = { subscriber, list: active[0] ?? "" };
    return pages.page(context, 200, {
      title: all.confirmed.title,
      body: html`${await undelivered(context, subscriber, deps, pages)}
        <p>${all.confirmed.explanation}</p>
        ${titles(active)}
        ${
          key === undefined
            ? ""
            : html`<p>
                <a href="/p/${makeToken("preferences", ids, key)}">${all.confirmed.preferences}</a>
              </p>`
        }`,
    });
  });

  function titles(lists: readonly string[]): Html {
    return html`<ul>
      ${lists.map((list) => html`<li>${newsletter.lists[list]?.title ?? list}</li> `)}
    </ul>`;
  }
}
