import { html, raw } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { type Counted, fillCount, formatLanguage } from "#src/model/words/counted.ts";
import { fill } from "#src/model/words/words.ts";
import { basePath, searchPath } from "#src/pages/page-address.ts";
import type { Html, PageContent } from "#src/pages/page-document.ts";
import { issueItem } from "./issue-item.ts";
import type { PageIssue } from "./page-issue.ts";
import { SEARCH_SCRIPT } from "./search-script.ts";

/** Most issues that the search shows: as many as a person looks through. */
export const MOST_FOUND = 500;

interface SearchPage {
  readonly lang: string;
  /** What was typed; empty before anybody has looked for anything. */
  readonly typed: string;
  /** The issues that have all of the words, newest first; all of them where nothing was typed. */
  readonly issues: readonly PageIssue[];
}

/**
 * Makes the search page. A server searches by itself, and its answer has no script. Before anything was typed, the page is
 * the same on a static host. There a script of twenty lines searches, and without the script the page lists all issues.
 */
export function searchPage(newsletter: Newsletter, { lang, typed, issues }: SearchPage): PageContent {
  const words = wordsIn(newsletter, lang).pages;
  const { search } = words;
  const count = issues.length;
  const sentence = count === 0 ? search.none : fillCount(search.some, "count", count);
  const found = typed === "" ? "" : fill(sentence, { words: typed });
  return {
    title: search.title,
    body: html`${searchForm(newsletter, { lang, typed })}
      <p role="status" data-none="${search.none}" data-some="${formsOf(search.some)}">${found}</p>
      ${
        count === 0
          ? ""
          : html`<ul class="issues">
              ${issues.map((issue) => issueItem(newsletter, issue, lang))}
            </ul>`
      }
      ${
        typed === ""
          ? html`${raw(`<script data-index="${basePath(newsletter)}/search.json">${SEARCH_SCRIPT}</script>`)}`
          : ""
      }`,
  };
}

/** The forms of a counted text as JSON, for the script, which counts by itself. */
function formsOf(text: Counted): string {
  return JSON.stringify({ ...text, lang: formatLanguage(text.lang ?? "en") });
}

/** The search form alone, for pages that list issues. */
export function searchForm(
  newsletter: Newsletter,
  { lang, typed }: { readonly lang: string; readonly typed: string },
): Html {
  const { search } = wordsIn(newsletter, lang).pages;
  return html`<form role="search" method="get" action="${searchPath(newsletter)}">
    <label class="label" for="q">${search.label}</label>
    <div class="row">
      <input class="field" id="q" name="q" type="search" maxlength="200" value="${typed}" />
      <button type="submit" class="quiet">${search.button}</button>
    </div>
  </form>`;
}

/** The index that the script of a static site looks through: the words of each issue, by slug. */
export function searchIndex(words: ReadonlyMap<string, string>): string {
  return `${JSON.stringify(Object.fromEntries(words))}\n`;
}
