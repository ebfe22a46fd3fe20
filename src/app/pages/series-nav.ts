import { html } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { issuePath } from "#src/pages/page-address.ts";
import type { Html } from "#src/pages/page-document.ts";
import type { PageIssue, SeriesParts } from "./page-issue.ts";

/**
 * Finds the neighbours of an issue among the public issues of its series, ordered by their numbers or, if one has
 * none, by when they were sent. A mail knows only the part before it; a page learns of the next one when that appears.
 */
export function seriesParts(issue: PageIssue, all: readonly PageIssue[]): SeriesParts {
  const series = issue.card?.series ?? null;
  if (series === null) return { previous: null, next: null };
  const parts = all
    .filter(
      ({ archive, card, slug }) =>
        archive === "public" && card?.series?.key === series.key && slug !== issue.slug,
    )
    .toSorted((a, b) => order(a, b));
  return {
    previous: parts.findLast((part) => order(part, issue) < 0) ?? null,
    next: parts.find((part) => order(part, issue) > 0) ?? null,
  };
}

function order(a: PageIssue, b: PageIssue): number {
  const [partA, partB] = [a.card?.series?.part ?? null, b.card?.series?.part ?? null];
  if (partA !== null && partB !== null && partA !== partB) return partA - partB;
  return a.startedAt - b.startedAt || (a.slug < b.slug ? -1 : 1);
}

/** Links to the neighbours, to stand under a text and in its language; null if there are none. */
export function seriesNav(
  newsletter: Newsletter,
  { previous, next }: SeriesParts,
  lang: string,
): Html | null {
  if (previous === null && next === null) return null;
  const words = wordsIn(newsletter, lang).email;
  const line = (text: string, part: PageIssue | null) => {
    if (part === null) return "";
    const [before = "", after = ""] = text.split("{title}");
    const { card, slug } = part;
    return html`<p>
      ${before}<a
        href="${issuePath(newsletter, slug)}"
        lang="${card?.lang ?? newsletter.lang}"
        dir="${card?.dir ?? "ltr"}"
        >${card?.title ?? slug}</a
      >${after}
    </p>`;
  };
  return html`${line(words.previous, previous)}${line(words.next, next)}`;
}
