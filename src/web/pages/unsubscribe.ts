import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { savePreferences } from "#src/audience/subscribe/save-preferences.ts";
import { DAY_MS } from "#src/model/durations.ts";
import { dateInWords, wallClockAt } from "#src/model/wall-clock.ts";
import { makeToken, readToken } from "#src/model/token.ts";
import { unsubscribe } from "#src/store/readers/memberships.ts";
import { fill } from "#src/model/words/words.ts";
import type { PublicPages } from "./public-page.ts";
import { PAUSES } from "./read-preferences.ts";
import { tokenHeaders } from "./token-headers.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

/**
 * `/u/<token>`: GET and HEAD show a page with a button and change nothing, because mail scanners open every link; POST unsubscribes, both
 * for a mail client's one-click (RFC 8058) and for the page's button, or pauses if the page's form asks for that. No answer reveals whether
 * the token's reader is known, and every token that is not ours gets the same 404.
 */
export function addUnsubscribe(app: Hono, deps: WebDeps, pages: PublicPages): void {
  const { newsletter, tokenKeys } = deps;
  const nameOf = (list: string) => newsletter.lists[list]?.title ?? newsletter.name;

  app.get("/u/:token", tokenHeaders, async (context) => {
    const ids = readToken("unsubscribe", context.req.param("token"), tokenKeys);
    if (ids === null) return pages.notice(context, 404, "notFound");
    const all = pages.words(context);
    const words = all.unsubscribe;
    const preferences = preferencesOf(ids);
    const names = { list: nameOf(ids.list), newsletter: newsletter.name };
    return pages.page(context, 200, {
      title: words.title,
      body: html`<p>${fill(words.question, names)} ${words.explanation}</p>
        <form method="post">
          <input type="hidden" name="from" value="page" />
          <button type="submit">${words.button}</button>
        </form>
        <hr />
        <h2>${words.less}</h2>
        <form method="post">
          <p id="pause">${words.pause}</p>
          <input type="hidden" name="from" value="page" />
          <label class="label" for="days">${words.pauseLabel}</label>
          <div class="row">
            <select class="field" id="days" name="pause" aria-describedby="pause">
              ${Object.entries(all.preferences.pauseDays).map(
                ([days, label]) => html`<option value="${days}">${label}</option> `,
              )}
            </select>
            <button type="submit" class="quiet">${words.pauseButton}</button>
          </div>
        </form>
        ${
          preferences === undefined || Object.keys(newsletter.lists).length < 2
            ? ""
            : html`<p><a href="${preferences}">${words.fewer}</a></p>`
        }
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
    const days = fromPage ? pauseOf(fields["pause"]) : null;
    if (days !== null) return takeBreak(context, ids, days);
    const all = fromPage && fields["scope"] === "all";
    // Any other body is a request too: mail clients write it differently, and the token alone identifies the reader.
    await unsubscribe(deps.ledger, ids.subscriber, all ? "all" : ids.list, {
      source: fromPage ? "unsubscribe page" : "one-click",
      encoding,
    });
    if (!fromPage) return context.text("Unsubscribed.\n", 200);

    const words = pages.words(context).unsubscribed;
    const preferences = preferencesOf(ids);
    const done = fill(all ? words.all : words.one, { list: nameOf(ids.list), newsletter: newsletter.name });
    return pages.page(context, 200, {
      title: words.title,
      body: html`<p>${done}</p>
        ${preferences ? html`<p><a href="${preferences}">${words.preferences}</a></p>` : ""}`,
    });
  });

  function preferencesOf(ids: Ids): string | undefined {
    const [key] = tokenKeys;
    return key && `/p/${makeToken("preferences", ids, key)}`;
  }

  /** Pauses the reader instead: a reader who wants less for a while has not asked to be forgotten. */
  async function takeBreak(context: Context, ids: Ids, days: number): Promise<Response> {
    const { ledger } = deps;
    const until = ledger.clock.now() + days * DAY_MS;
    await savePreferences(ledger, ids.subscriber, { lists: {}, attributes: {}, pausedUntil: until });
    const { saved } = pages.words(context);
    const date = dateInWords(wallClockAt(until, newsletter.timezone).date, pages.language(context));
    const preferences = preferencesOf(ids);
    return pages.page(context, 200, {
      title: saved.title,
      body: html`<p>${fill(saved.paused, { date })}</p>
        ${preferences ? html`<p><a href="${preferences}">${saved.back}</a></p>` : ""}`,
    });
  }
}

interface Ids {
  readonly subscriber: string;
  readonly list: string;
}

/** Days of a pause that the page offers; null for anything else. */
function pauseOf(value: unknown): number | null {
  return typeof value === "string" && PAUSES.has(value) ? Number(value) : null;
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
