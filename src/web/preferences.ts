import type { Hono } from "hono";
import { html } from "hono/html";
import { readToken } from "#src/model/token.ts";
import { membershipsOf, setMemberships } from "#src/store/memberships.ts";
import type { PublicPages } from "./public-page.ts";
import { tokenHeaders } from "./token-headers.ts";
import type { WebDeps } from "./web-deps.ts";
import { fill } from "./words/words.ts";

/** `/p/<token>`: a reader's lists, on or off. GET and HEAD change nothing; a POST that is not the page's form neither. */
export function addPreferences(app: Hono, deps: WebDeps, pages: PublicPages): void {
  const { ledger, newsletter, tokenKeys } = deps;
  const lists = Object.entries(newsletter.lists);

  app.get("/p/:token", tokenHeaders, async (context) => {
    const ids = readToken("preferences", context.req.param("token"), tokenKeys);
    if (ids === null) return pages.notice(context, 404, "notFound");
    const memberships = await membershipsOf(ledger.db, ids.subscriber);
    const active = new Set(memberships.flatMap(({ list, state }) => (state === "active" ? [list] : [])));
    const words = pages.words(context).preferences;
    return pages.page(context, 200, {
      title: words.title,
      body: html`<p>${fill(words.explanation, { newsletter: newsletter.name })}</p>
        <form method="post">
          <input type="hidden" name="form" value="preferences" />
          <fieldset>
            <legend>${words.legend}</legend>
            ${lists.map(
              ([list, { title, description }]) =>
                html`<label
                  ><input
                    type="checkbox"
                    name="list"
                    value="${list}"
                    ${active.has(list) ? " checked" : ""}
                  /><span
                    >${title}${description === undefined ? "" : html`<small>${description}</small>`}</span
                  ></label
                > `,
            )}
          </fieldset>
          <button type="submit">${words.button}</button>
        </form>`,
    });
  });

  app.post("/p/:token", tokenHeaders, async (context) => {
    const token = context.req.param("token");
    const ids = readToken("preferences", token, tokenKeys);
    if (ids === null) return pages.notice(context, 404, "notFound");
    const fields = await context.req.parseBody({ all: true }).catch(() => ({}) as Record<string, unknown>);
    // An empty POST by a scanner would otherwise read as "none of the lists".
    if (fields["form"] !== "preferences") return pages.notice(context, 400, "notAllowed");
    const chosen = new Set([fields["list"]].flat());
    const wanted = Object.fromEntries(lists.map(([list]) => [list, chosen.has(list)]));
    await setMemberships(ledger, ids.subscriber, wanted, { source: "preferences page" });

    const words = pages.words(context).saved;
    const titles = lists.flatMap(([list, { title }]) => (chosen.has(list) ? [title] : []));
    const result =
      titles.length === 0
        ? html`<p>${fill(words.nothing, { newsletter: newsletter.name })}</p>`
        : html`<p>${words.explanation}</p>
            <ul>
              ${titles.map((title) => html`<li>${title}</li>`)}
            </ul>`;
    return pages.page(context, 200, {
      title: words.title,
      body: html`${result}
        <p><a href="/p/${token}">${words.back}</a></p>`,
    });
  });
}
