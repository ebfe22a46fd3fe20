import { html } from "hono/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { archivePath, basePath } from "#src/pages/page-address.ts";
import type { Html, PageContent } from "#src/pages/page-document.ts";
import { issueItem } from "./issue-item.ts";
import type { PageIssue } from "./page-issue.ts";
import { searchForm } from "./search-page.ts";

/** Issues on one page of the archive. */
export const ON_A_PAGE = 30;

interface ArchivePage {
  readonly issues: readonly PageIssue[];
  /** Counted from 1. */
  readonly page: number;
  readonly hasOlder: boolean;
  readonly lang: string;
  /** Key of the section whose issues these are; null for those of all sections. */
  readonly section: string | null;
  /** Keys of the sections that have an issue to show. */
  readonly sections: readonly string[];
}

/** Makes the page of public issues whose send has begun, newest first: all of them, or those of a section. */
export function archivePage(
  newsletter: Newsletter,
  { issues, page, hasOlder, lang, section, sections }: ArchivePage,
): PageContent {
  const words = wordsIn(newsletter, lang).pages.archive;
  const base = basePath(newsletter);
  const turn = (rel: "prev" | "next", to: number, label: string) =>
    html`<a rel="${rel}" href="${archivePath(newsletter, to, section)}">${label}</a>`;
  const newer = page > 1 ? turn("prev", page - 1, words.newer) : "";
  const older = hasOlder ? turn("next", page + 1, words.older) : "";
  const isFront = section === null;
  return {
    title: titleOf(newsletter, section),
    found: true,
    head: headOf(newsletter, page, section),
    body: html`${newsletter.tagline === undefined || !isFront ? "" : html`<p>${newsletter.tagline}</p>`}
    ${isFront ? html`<p><a class="button" href="${base}/subscribe">${words.subscribe}</a></p>` : ""}
    ${issues.length === 0 ? "" : searchForm(newsletter, { lang, typed: "" })}
    ${sectionsOf(newsletter, { section, sections, lang })}
    ${
      issues.length === 0
        ? html`<p class="small">${words.empty}</p>`
        : html`<ul class="issues">
            ${issues.map((issue) => issueItem(newsletter, issue, lang))}
          </ul>`
    }
    ${page > 1 || hasOlder ? html`<nav aria-label="${words.pages}">${newer} ${older}</nav>` : ""}`,
  };
}

function titleOf(newsletter: Newsletter, section: string | null): string {
  return section === null ? newsletter.name : (newsletter.sections[section]?.title ?? section);
}

/**
 * Links to the sections that have an issue, and to all issues; empty if there is no such section. One section alone has
 * its link, too: issues of no section stand beside its own, and nothing else leads from its page to them.
 */
function sectionsOf(
  newsletter: Newsletter,
  { section, sections, lang }: Pick<ArchivePage, "section" | "sections" | "lang">,
): Html | "" {
  const words = wordsIn(newsletter, lang).pages.archive;
  const known = Object.entries(newsletter.sections).filter(([key]) => sections.includes(key));
  if (known.length === 0) return "";
  const all: readonly (readonly [string | null, string])[] = [
    [null, words.everything],
    ...known.map(([key, { title }]) => [key, title] as const),
  ];
  return html`<nav aria-label="${words.sections}">
    <ul class="words">
      ${all.map(
        ([key, title]) =>
          html`<li>
            <a href="${archivePath(newsletter, 1, key)}" ${key === section ? html`aria-current="page"` : ""}
              >${title}</a
            >
          </li> `,
      )}
    </ul>
  </nav>`;
}

function headOf(newsletter: Newsletter, page: number, section: string | null): Html {
  const { name, url } = newsletter;
  const here = `${url}${archivePath(newsletter, page, section).slice(basePath(newsletter).length)}`;
  const title = titleOf(newsletter, section);
  const description = (section === null ? newsletter.tagline : newsletter.sections[section]?.intro) ?? name;
  return html`<meta name="description" content="${description}" />
    <link rel="canonical" href="${here}" />
    <meta property="og:type" content="website" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${description}" />
    <meta property="og:url" content="${here}" />
    <meta property="og:site_name" content="${name}" />`;
}
