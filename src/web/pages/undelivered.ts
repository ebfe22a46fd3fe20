import type { Context } from "hono";
import { html } from "hono/html";
import type { SuppressionReason } from "#src/model/states.ts";
import { dateInWords, wallClockAt } from "#src/model/wall-clock.ts";
import { type PageWords, fill } from "#src/model/words/words.ts";
import { subscriberByPublicId } from "#src/store/readers/subscribers.ts";
import { findSuppression } from "#src/store/readers/suppressions.ts";
import { contactOf } from "#src/pages/contact-of.ts";
import type { WebDeps } from "#src/web/web-deps.ts";
import type { Html, PublicPages } from "./public-page.ts";

const WORDS: Record<SuppressionReason, keyof PageWords["undelivered"]> = {
  bounced: "bounced",
  bounced_repeatedly: "bounced",
  suppressed: "bounced",
  complained: "complained",
  manual: "manual",
  erased: "manual",
};

/** Returns why an address is not mailed, and how to change that; "" if it may be mailed. */
export async function suppressedWords(
  context: Context,
  addressKey: string,
  { ledger, newsletter }: WebDeps,
  pages: PublicPages,
): Promise<string> {
  const suppression = await findSuppression(ledger.db, addressKey);
  if (suppression === undefined) return "";
  const values = { newsletter: newsletter.name, contact: contactOf(newsletter) };
  return fill(pages.words(context).undelivered[WORDS[suppression.reason]], values);
}

/**
 * Returns what a reader must know who is on a list and receives nothing: why, and how to come back. Empty for anybody else. Without it the
 * page would promise them issues that never come.
 */
export async function undelivered(
  context: Context,
  publicId: string,
  deps: WebDeps,
  pages: PublicPages,
): Promise<Html | ""> {
  const { ledger, newsletter } = deps;
  const person = await subscriberByPublicId(ledger.db, publicId);
  if (person === undefined) return "";
  const words = pages.words(context).undelivered;
  const suppressed = await suppressedWords(context, person.address_key, deps, pages);
  if (suppressed !== "") return html`<p class="notice">${suppressed}</p>`;
  const { rests_until: until } = person;
  if (until === null || until <= ledger.clock.now()) return "";
  const date = dateInWords(wallClockAt(until, newsletter.timezone).date, pages.language(context));
  return html`<p class="notice">${fill(words.resting, { date })}</p>`;
}
