import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { makeToken, readToken } from "#src/model/token.ts";
import { unsubscribe } from "#src/store/readers/memberships.ts";
import { fill } from "#src/model/words/words.ts";
import type { PublicPages } from "./public-page.ts";
import { tokenHeaders } from "./token-headers.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

/**
 * `/u/<token>`: GET and HEAD show a page with a button and change nothing, because mail scanners open every link;
 * POST unsubscribes, both for a mail client's one-click (RFC 8058) and for the page's button. No answer reveals whether
 * the token's reader is known, and every token that is not ours gets the same 404.
 */
export function addUnsubscribe(app: Hono, deps: WebDeps, pages: PublicPages): void {
  const { newsletter, tokenKeys } = deps;
  const nameOf = (list: string) => newsletter.lists[list]?.title ?? newsletter.name;

  app.get("/u/:token", tokenHeaders, async (context) => {
    const ids = readToken("unsubscribe", context.req.param("token"), tokenKeys);
    if (ids === null) return pages.notice(context, 404, "notFound");
    const words = pages.words(context).unsubscribe;
    const names = { list: nameOf(ids.list), newsletter: newsletter.name };
    return pages.page(context, 200, {
      title: words.title,
      body: html`<p>${fill(words.question, names)} ${words.explanation}</p>
        <form method="post">
          <input type="hidden" name="from" value="page" />
          <button type="submit">${words.button}</button>
        </form>
        <hr />
        <form method="post">
          <p id="all">${fill(words.allExplanation, names)}</p>
          <input type="hidden" name="from" value="page" />
          <button type="submit" class="quiet" name="scope" value="all" aria-describedby="all">
            ${words.allButton}
          </button>
        </form>`,
    });
  });

  app.post("/u/:token", tokenHeaders, async (context) => {
    const ids = readToken("unsubscribe", context.req.param("token"), tokenKeys);
    if (ids === null) return pages.notice(context, 404, "notFound");
    const { fields, encoding } = await readForm(context);
    const fromPage = fields["from"] === "page";
    const all = fromPage && fields["scope"] === "all";
    // Any other body is a request too: mail clients write it differently, and the token alone identifies the reader.
    await unsubscribe(deps.ledger, ids.subscriber, all ? "all" : ids.list, {
      source: fromPage ? "unsubscribe page" : "one-click",
      encoding,
    });
    if (!fromPage) return context.text("Unsubscribed.\n", 200);

    const words = pages.words(context).unsubscribed;
    const [key] = tokenKeys;
    const preferences = key && `/p/${makeToken("preferences", ids, key)}`;
    const done = fill(all ? words.all : words.one, { list: nameOf(ids.list), newsletter: newsletter.name });
    return pages.page(context, 200, {
      title: words.title,
      body: html`<p>${done}</p>
        ${preferences ? html`<p><a href="${preferences}">${words.preferences}</a></p>` : ""}`,
    });
  });
}

/** The form's fields in either encoding; none if the body is empty, malformed or of another type. */
async function readForm(context: Context): Promise<{ fields: Record<string, unknown>; encoding: string }> {
  const type = context.req.header("content-type") ?? "";
  const encoding = type.startsWith("multipart/form-data")
    ? "multipart"
    : type.startsWith("application/x-www-form-urlencoded")
      ? "form"
      : "other";
  try {
    return { fields: await context.req.parseBody(), encoding };
  } catch {
    return { fields: {}, encoding: "broken" };
  }
}
