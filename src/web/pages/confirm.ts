import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { issueItem } from "#src/app/pages/issue-item.ts";
import { pageIssueOf } from "#src/app/pages/page-issue.ts";
import { openAddressChange } from "#src/audience/subscribe/confirm-address.ts";
import { publicIssues } from "#src/store/issues/public-issues.ts";
import { takeConfirmation } from "#src/app/triggers/take-subscription.ts";
import { makeToken, readToken } from "#src/model/token.ts";
import { openRequestsOf } from "#src/store/readers/open-requests.ts";
import { fill } from "#src/model/words/words.ts";
import { confirmPage } from "#src/pages/confirm-page.ts";
import { confirmedPage } from "#src/pages/confirmed-page.ts";
import { listTitles } from "#src/pages/list-titles.ts";
import { stalePage } from "#src/pages/stale-page.ts";
import { clientAddress } from "#src/web/client-address.ts";
import { changePages } from "./change-address.ts";
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
  const changes = changePages(deps, pages);
  const read = (token: string) => {
    const ids = readToken("confirm", token, tokenKeys);
    return ids?.list === "all" ? ids.subscriber : null;
  };

  app.get("/c/:token", tokenHeaders, async (context) => {
    const subscriber = read(context.req.param("token"));
    if (subscriber === null) return pages.notice(context, 404, "notFound");
    const change = await openAddressChange(ledger, subscriber);
    if (change !== undefined) return changes.ask(context, change);
    const words = pages.words(context);
    const lists = await openRequestsOf(ledger.db, subscriber);
    const question = fill(lists.length === 0 ? words.confirm.unnamed : words.confirm.question, names);
    const choice = lists.length === 0 ? "" : listTitles(newsletter.lists, lists);
    return pages.page(context, 200, confirmPage(words, { question, choice, notYou: words.confirm.notYou }));
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
    const change = await openAddressChange(ledger, subscriber);
    if (change !== undefined) return changes.press(context, change, evidence);
    const confirmation = { publicId: subscriber, lang: pages.language(context), evidence };
    const { joined, active } = await takeConfirmation(confirmation, deps);
    const all = pages.words(context);
    if (joined.length === 0 && active.length === 0) {
      const stale = stalePage(all, { newsletter: newsletter.name, subscribe: "/subscribe" });
      return pages.page(context, 200, stale);
    }
    const [key] = tokenKeys;
    const ids = { subscriber, list: active[0] ?? "" };
    const preferences = key && `/p/${makeToken("preferences", ids, key)}`;
    return pages.page(
      context,
      200,
      confirmedPage(all, {
        before: await undelivered(context, subscriber, deps, pages),
        titles: listTitles(newsletter.lists, active),
        after: html`${await latest(context)}
        ${preferences === undefined ? "" : html`<p><a href="${preferences}">${all.confirmed.preferences}</a></p>`}`,
      }),
    );
  });

  /** Something to read at once: the next issue may be days away. */
  async function latest(context: Context): Promise<Html | ""> {
    const [newest] = await publicIssues(ledger.db, { limit: 1 });
    if (newest === undefined) return "";
    const lang = pages.language(context);
    return html`<p>${pages.words(context).confirmed.latest}</p>
      <ul class="issues">
        ${issueItem(newsletter, pageIssueOf(newest), lang)}
      </ul>`;
  }
}
