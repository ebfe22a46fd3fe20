import { html } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { type PageWords, fill } from "#src/model/words/words.ts";
import type { PageContent } from "./page-document.ts";

export type NoticeName = "ownLink" | "notFound" | "notAllowed" | "notCounted" | "tooLarge" | "broken";

/** A page that only says something. */
export function noticePage<Which extends NoticeName>(
  newsletter: Pick<Newsletter, "name">,
  words: Pick<PageWords, Which>,
  which: Which,
): PageContent {
  const { title, explanation } = words[which];
  return { title, body: html`<p>${fill(explanation, { newsletter: newsletter.name })}</p>` };
}
