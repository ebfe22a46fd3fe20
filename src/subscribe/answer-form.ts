import { raw } from "hono/html";
import { mailableAddress } from "#src/model/address/canonical-address.ts";
import { validAddress } from "#src/model/address/valid-address.ts";
import { validName } from "#src/model/address/valid-name.ts";
import { checkInboxPage } from "#src/pages/check-inbox-page.ts";
import { type Filled, readSubscribeForm } from "#src/pages/read-subscribe-form.ts";
import { type FormFault, subscribePage } from "#src/pages/subscribe-page.ts";
import { cameFrom } from "./came-from.ts";
import { judgeFormToken, makeFormToken } from "./form-token.ts";
import { readPostedForm } from "./posted-form.ts";
import { sendAsk } from "./send-ask.ts";
import type { Visit } from "./visit.ts";
import { dayOf } from "./wish.ts";

/** The answer comes this long after the request, whether Resend takes the mail at once or had one for this mailbox today. */
const ANSWER_MS = 1_200;

/** Faults of ours, not of what the visitor typed, with their status. */
const OURS: Partial<Record<FormFault, number>> = { again: 200, unsent: 503, tomorrow: 503 };

/**
 * Answers with the form, or takes what was filled in. For every valid address the answer is the same page after the
 * same time. If the mail did not leave, the page says so, for that is the same for everybody as well; what was typed
 * stays in the form.
 */
export async function answerForm(visit: Visit): Promise<Response> {
  const { request, newsletter, options, keys, at } = visit;
  const lists = Object.keys(newsletter.lists);
  if (request.method !== "POST") {
    const wished = new URL(request.url).searchParams.getAll("list").filter((list) => lists.includes(list));
    return showForm(visit, { email: "", name: "", lists: wished.length > 0 ? wished : lists.slice(0, 1) });
  }
  if (!cameFrom(request, [visit.base, newsletter.url, ...(options.origins ?? [])])) {
    const origin = request.headers.get("origin") ?? "an unknown page";
    visit.report(
      new Error(
        `refused a form that was posted from ${origin}: other sites may post one only if the option \`origins\` names them.`,
      ),
    );
    return visit.notice(403, "notAllowed");
  }
  const posted = await readPostedForm(request);
  if (posted === "too large") return visit.notice(413, "tooLarge");
  if (posted === null) return visit.notice(400, "notAllowed");
  const form = readSubscribeForm((name) => posted.getAll(name), lists);
  // A robot that fills in the invisible field gets the same answer as everybody.
  if (form.trapped) return checkInbox(visit, form);
  const address = validAddress(form.email);
  const name = validName(form.name);
  if (!address.ok) return showForm(visit, form, "wrongEmail");
  if (name === null) return showForm(visit, form, "wrongName");
  if (form.lists.length === 0) return showForm(visit, form, "wrongList");
  // A form on another site has no token.
  const pressed = form.token === null ? "good" : await judgeFormToken(form.token, { keys, now: at });
  if (pressed !== "good") return showForm(visit, form, "again", pressed === "young");
  if (!(await passes(visit, posted))) return showForm(visit, form, "again");

  const wish = {
    address: mailableAddress(address.address),
    lists: lists.filter((list) => form.lists.includes(list)),
    name,
    day: dayOf(at),
  };
  const sending = sendAsk(wish, visit.lang, visit);
  visit.waitUntil(sending.catch(() => {}));
  const { fault, why } = await sending;
  if (why !== null) visit.report(new Error(why));
  return fault === null ? checkInbox(visit, form) : showForm(visit, form, fault);
}

async function passes({ options, request, env, report }: Visit, form: FormData): Promise<boolean> {
  if (options.challenge === undefined) return true;
  try {
    return await options.challenge.verify(form, { request, env: { ...env } });
  } catch (error) {
    report(new Error("the challenge could not be verified", { cause: error }));
    return false;
  }
}

/** Shows the form. If the button was pressed too soon, the form keeps its token, which becomes valid after a moment. */
async function showForm(
  visit: Visit,
  filled: Filled,
  fault?: FormFault,
  keepsToken = false,
): Promise<Response> {
  const { newsletter, words, keys, at, base, path, options } = visit;
  const token = keepsToken && filled.token ? filled.token : await makeFormToken(at, keys[0]);
  const { challenge } = options;
  const content = subscribePage({
    newsletter,
    lists: newsletter.lists,
    words,
    action: path,
    canonical: base,
    agreement: words.subscribe.agreement,
    filled,
    token,
    fault,
    challenge: challenge === undefined ? undefined : raw(challenge.html),
  });
  return visit.page(fault === undefined ? 200 : (OURS[fault] ?? 400), content);
}

async function checkInbox(visit: Visit, filled: Filled): Promise<Response> {
  await visit.until(ANSWER_MS);
  const { words, newsletter, path, at, keys, options } = visit;
  const content = checkInboxPage(words, {
    newsletter: newsletter.name,
    nothing: words.checkInbox.daily,
    filled: { ...filled, token: await makeFormToken(at, keys[0]) },
    action: path,
    challenge: options.challenge === undefined ? undefined : raw(options.challenge.html),
  });
  return visit.page(200, content);
}
