import type { Context, Hono } from "hono";
import { html } from "hono/html";
import { isbot } from "isbot";
import { readRateToken } from "#src/model/token.ts";
import { isRating, type Rating, RATINGS } from "#src/model/values/rating.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { type RatedSend, ratedSend, saveRating } from "#src/store/sends/ratings.ts";
import type { Html, PublicPages } from "./public-page.ts";
import { tokenHeaders } from "./token-headers.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

/**
 * `/r/<token>/<answer>`: what a reader says about an issue. GET and HEAD show a page with a button and count nothing, because mail
 * scanners open every link; a POST of that button counts, in the place of an earlier answer. No GET reveals whether the token's reader
 * is known, or what they answered.
 */
export function addRate(app: Hono, deps: WebDeps, pages: PublicPages): void {
  const { ledger, newsletter, tokenKeys } = deps;

  app.get("/r/:token/:answer", tokenHeaders, async (context) => {
    const asked = await read(context);
    if (asked === null) return pages.notice(context, 404, "notFound");
    const { rate: words } = pages.words(context);
    return pages.page(context, 200, {
      title: words.title,
      body: html`${titleOf(asked)}
        <p>${sentence(context, words.answer, asked.answer)}</p>
        <p>${asked.isTest ? words.test : words.explanation}</p>
        <form method="post">
          <input type="hidden" name="form" value="rate" />
          <button type="submit">${words.button}</button>
        </form>
        <p>${words.other}</p>
        ${others(context, asked.answer)}`,
    });
  });

  app.post("/r/:token/:answer", tokenHeaders, async (context) => {
    const asked = await read(context);
    if (asked === null) return pages.notice(context, 404, "notFound");
    const fields = await context.req.parseBody().catch(() => ({}) as Record<string, unknown>);
    // A scanner that posts to every address it finds has not pressed the button.
    if (fields["form"] !== "rate") return pages.notice(context, 400, "notAllowed");
    const { answer, subscriber, send, isTest } = asked;
    const { rate: words } = pages.words(context);
    const isCounted =
      !isTest &&
      send !== undefined &&
      !isMachine(context) &&
      (await saveRating(ledger, { sendId: send.id, subscriber, answer }));
    if (!isCounted && !isTest) return pages.notice(context, 200, "notCounted");
    return pages.page(context, 200, {
      title: words.thanks,
      body: html`${titleOf(asked)}
        <p>${isTest ? words.test : sentence(context, words.counted, answer)}</p>
        <p>${words.change}</p>
        ${others(context, answer)}`,
    });
  });

  /** Reads the link; null for one that is not ours. */
  async function read(context: Context): Promise<Asked | null> {
    const { token = "", answer = "" } = context.req.param() as Record<string, string>;
    const ids = readRateToken(token, tokenKeys);
    if (ids === null || !isRating(answer)) return null;
    const send = await ratedSend(ledger.db, ids.send);
    const isTest = ids.subscriber === "test" || (send !== undefined && send.kind !== "issue");
    return { answer, subscriber: ids.subscriber, send, isTest };
  }

  function wordOf(context: Context, answer: Rating): string {
    return wordsIn(newsletter, pages.language(context)).email.rate[answer];
  }

  function sentence(context: Context, text: string, answer: Rating): Html {
    const [before, after = ""] = text.split("{answer}");
    return html`${before}<strong>${wordOf(context, answer)}</strong>${after}`;
  }

  /** Links to the pages of the other answers, each with a button of its own. */
  function others(context: Context, answer: Rating): Html {
    const rest = RATINGS.filter((one) => one !== answer);
    return html`<ul class="words">
      ${rest.map((one) => html`<li><a href="${one}">${wordOf(context, one)}</a></li> `)}
    </ul>`;
  }
}

interface Asked {
  readonly answer: Rating;
  readonly subscriber: string;
  readonly send: RatedSend | undefined;
  /** Whether the link is from a test mail, whose reader is nobody. */
  readonly isTest: boolean;
}

/** The issue's title, in its own language. */
function titleOf({ send }: Asked): Html | "" {
  if (send?.title == null) return "";
  const { title, lang, dir } = send;
  return lang === null || dir === null
    ? html`<p class="lede">${title}</p>`
    : html`<p class="lede" lang="${lang}" dir="${dir}">${title}</p>`;
}

/** Whether a machine pressed the button: as a rule, its user agent says so or is empty. */
function isMachine(context: Context): boolean {
  const agent = context.req.header("user-agent") ?? "";
  return agent.trim() === "" || isbot(agent);
}
