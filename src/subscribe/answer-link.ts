import { html } from "hono/html";
import { fill } from "#src/model/words/words.ts";
import { confirmPage } from "#src/pages/confirm-page.ts";
import { confirmedPage } from "#src/pages/confirmed-page.ts";
import { contactOf } from "#src/pages/contact-of.ts";
import { listChoice } from "#src/pages/list-choice.ts";
import { listTitles } from "#src/pages/list-titles.ts";
import type { Html, PageContent } from "#src/pages/page-document.ts";
import { stalePage } from "#src/pages/stale-page.ts";
import { cameFrom } from "./came-from.ts";
import { neverAgain } from "./never-again.ts";
import { readPostedForm } from "./posted-form.ts";
import { unseal } from "./seal.ts";
import { takeConfirmation } from "./take-confirmation.ts";
import type { Visit } from "./visit.ts";
import { openReturn, openWish, sealReturn, type Wish } from "./wish.ts";

/**
 * Answers a link of a mail. GET and HEAD show a button and call nobody, because mail scanners open every link; a POST
 * of that button changes something. Everything that is not a link of ours, or no longer one, gets the same answer.
 */
export function answerLink(
  visit: Visit,
  { purpose, token }: { readonly purpose: "c" | "n"; readonly token: string },
): Promise<Response> {
  return purpose === "c" ? answerConfirm(visit, token) : answerNever(visit, token);
}

async function answerConfirm(visit: Visit, token: string): Promise<Response> {
  const { newsletter, keys, at, words } = visit;
  const asked = await openWish(token, newsletter.url, { keys, now: at });
  if (asked === null) return stale(visit);
  if (visit.request.method !== "POST") return visit.page(200, question(visit, asked.lists));
  const form = await pressedForm(visit, "confirm");
  if (form === null) return visit.notice(400, "notAllowed");

  const again = form.get("again");
  const returning =
    typeof again === "string" ? await openReturn(again, newsletter.url, { keys, now: at }) : null;
  // Valid only for the address that the link itself is for.
  if (again !== null && returning?.address !== asked.address) return stale(visit);
  const chosen = Object.keys(newsletter.lists).filter((list) => form.getAll("list").includes(list));
  const wish: Wish = returning ?? { ...asked, lists: chosen };
  if (wish.lists.length === 0) return visit.page(400, question(visit, [], words.subscribe.wrongList));
  return confirmed(visit, wish, returning !== null);
}

async function confirmed(visit: Visit, wish: Wish, returns: boolean): Promise<Response> {
  const { newsletter, words } = visit;
  const result = await takeConfirmation(wish, returns, visit);
  if (result.kind === "suppressed") {
    const values = { newsletter: newsletter.name, contact: contactOf(newsletter) };
    const reason = fill(words.undelivered[result.why], values);
    return visit.page(200, { title: words.stale.title, body: html`<p>${reason}</p>` });
  }
  const { joined, left } = result;
  const titles = listTitles(newsletter.lists, joined);
  // The handler does not know which issue is the latest: the list of all issues begins with it.
  const after = html`<p><a href="${newsletter.url}">${words.confirmed.all}</a></p>`;
  if (left.length > 0) return visit.page(200, await comeBack(visit, { ...wish, lists: left }));
  return joined.length > 0 ? visit.page(200, confirmedPage(words, { titles, after })) : stale(visit);
}

function question({ newsletter, words }: Visit, chosen: readonly string[], fault?: string): PageContent {
  const lists = Object.keys(newsletter.lists);
  const choice = html`${fault === undefined ? "" : html`<p class="notice" role="alert">${fault}</p>`}
  ${lists.length === 1 ? listTitles(newsletter.lists, lists) : ""}
  ${listChoice(newsletter.lists, { legend: words.subscribe.lists, chosen })}`;
  return confirmPage(words, {
    question: fill(words.confirm.question, { newsletter: newsletter.name }),
    choice,
    notYou: words.confirm.close,
  });
}

/**
 * Asks somebody who once left whether they want to come back. The button works only for a short time: an old page must
 * not bring anybody back.
 */
async function comeBack({ newsletter, words, keys, at }: Visit, wish: Wish): Promise<PageContent> {
  const { title, explanation, button } = words.comeBack;
  const again = await sealReturn(wish, newsletter.url, { keys: keys[0], at });
  return {
    title,
    body: html`<p>${explanation}</p>
      ${listTitles(newsletter.lists, wish.lists)}
      <form method="post">
        <input type="hidden" name="form" value="confirm" />
        <input type="hidden" name="again" value="${again}" />
        <button type="submit">${button}</button>
      </form>
      <p class="small">${words.confirm.close}</p>`,
  };
}

async function answerNever(visit: Visit, token: string): Promise<Response> {
  const { newsletter, keys, words, call } = visit;
  const content = await unseal(token, { purpose: "never", newsletter: newsletter.url }, keys);
  const address: unknown = Array.isArray(content) ? content[0] : null;
  if (typeof address !== "string") return stale(visit);
  const values = { newsletter: newsletter.name, contact: contactOf(newsletter) };
  const says = (text: string): Html => html`<p>${fill(text, values)}</p>`;
  if (visit.request.method !== "POST") {
    const { title, explanation, button } = words.never;
    const form = html`<form method="post">
      <input type="hidden" name="form" value="never" />
      <button type="submit">${button}</button>
    </form>`;
    return visit.page(200, { title, body: html`${says(explanation)}${form}` });
  }
  if ((await pressedForm(visit, "never")) === null) return visit.notice(400, "notAllowed");
  await neverAgain(address, call);
  const { title, explanation } = words.neverAgain;
  return visit.page(200, { title, body: says(explanation) });
}

/** Reads the form of one of our buttons. Null for a form that a scanner posts, because a scanner has seen no page. */
async function pressedForm({ request, base }: Visit, name: string): Promise<FormData | null> {
  if (!cameFrom(request, [base])) return null;
  const form = await readPostedForm(request);
  return form !== null && form !== "too large" && form.get("form") === name ? form : null;
}

function stale({ newsletter, words, base, page }: Visit): Promise<Response> {
  return page(404, stalePage(words, { newsletter: newsletter.name, subscribe: base }));
}
