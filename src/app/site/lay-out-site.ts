import { ON_A_PAGE, archivePage } from "#src/app/pages/archive-page.ts";
import { IN_A_FEED, atomFeed } from "#src/app/pages/atom-feed.ts";
import { jsonFeed } from "#src/app/pages/json-feed.ts";
import { noticePage } from "#src/pages/notice-page.ts";
import { archivePath, basePath, issuePath } from "#src/pages/page-address.ts";
import { type PageContent, pageDocument } from "#src/pages/page-document.ts";
import { pageStyles } from "#src/pages/page-styles.ts";
import { issueDocument } from "#src/app/pages/issue-document.ts";
import type { PageIssue } from "#src/app/pages/page-issue.ts";
import { MOST_FOUND, searchIndex, searchPage } from "#src/app/pages/search-page.ts";
import { newestFirst } from "#src/model/pages/newest-first.ts";
import { seriesParts } from "#src/app/pages/series-nav.ts";
import { redirectPage } from "#src/app/pages/redirect-page.ts";
import { robotsText, siteMap } from "#src/app/pages/site-map.ts";
import { type Finding, whereOf } from "#src/model/finding.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import { homeLanguage } from "#src/model/words/languages.ts";
import { deadLinks } from "./dead-links.ts";
import { aliasFiles } from "./alias-files.ts";
import type { SiteIssue } from "./site-issue.ts";

/** A file of the site. `text` is the whole file. */
export interface SiteFile {
  /** Relative to the site, with `/`. */
  readonly path: string;
  readonly text: string;
  /** True for a file that a site around this one may have already; that file then stays. */
  readonly mayYield: boolean;
}

/**
 * Returns every page of the site, in an order in which they may be written one by one: a reader who comes meanwhile finds
 * behind each link the page it leads to. Files that only the root of a host can have are left out if the newsletter is below
 * another site's address.
 */
export async function layOutSite(
  newsletter: Newsletter,
  all: readonly SiteIssue[],
): Promise<{ readonly files: readonly SiteFile[]; readonly findings: readonly Finding[] }> {
  const files = new Map<string, SiteFile>();
  const add = (path: string, text: string, mayYield = false) => files.set(path, { path, text, mayYield });
  const lang = homeLanguage(newsletter);
  const css = pageStyles(newsletter);
  const page = async (path: string, content: PageContent, mayYield = false) =>
    add(path, String(await pageDocument(newsletter, content, { lang, css })), mayYield);
  const notices = wordsIn(newsletter, lang).pages;

  const issues = all.toSorted((a, b) => newestFirst(a.page, b.page));
  for (const path of ["u", "p"]) await page(`${path}/index.html`, noticePage(newsletter, notices, "ownLink"));

  const shown = issues.filter(({ page: { archive } }) => archive === "public");
  const listed = shown.map((issue) => issue.page);
  for (const issue of issues) {
    const others = shown.filter((one) => one !== issue);
    const newer = others.findLast((one) => newestFirst(one.page, issue.page) < 0)?.page ?? null;
    const older = others.find((one) => newestFirst(one.page, issue.page) > 0)?.page ?? null;
    const series = seriesParts(issue.page, listed);
    const { page: own, article } = issue;
    const text = await issueDocument(newsletter, { issue: own, article, newer, older, series });
    add(`issues/${issue.page.slug}/index.html`, text);
  }

  const sections = [...new Set(shown.flatMap(({ article }) => article.section ?? []))];
  await page(
    "search/index.html",
    searchPage(newsletter, { lang, typed: "", issues: listed.slice(0, MOST_FOUND) }),
  );
  const words = shown.map(({ page: { slug }, article }) => [slug, article.words] as const);
  add("search.json", searchIndex(new Map(words.toSorted(([a], [b]) => (a < b ? -1 : 1)))));
  const turnPages = async (section: string | null, own: readonly PageIssue[]) => {
    const last = Math.max(1, Math.ceil(own.length / ON_A_PAGE));
    for (let at = last; at >= 1; at -= 1) {
      const some = own.slice((at - 1) * ON_A_PAGE, at * ON_A_PAGE);
      const content = archivePage(newsletter, {
        issues: some,
        page: at,
        hasOlder: at < last,
        lang,
        section,
        sections,
      });
      const path = archivePath(newsletter, at, section).slice(basePath(newsletter).length + 1);
      await page(`${path === "" ? "" : `${path}/`}index.html`, content);
    }
  };
  for (const key of sections.filter((one) => Object.hasOwn(newsletter.sections, one)))
    await turnPages(
      key,
      shown.flatMap(({ page: issue, article }) => (article.section === key ? [issue] : [])),
    );
  await turnPages(null, listed);
  const newest = shown.slice(0, IN_A_FEED).map(({ page: issue, article }) => ({ issue, article }));
  add("feed.xml", await atomFeed(newsletter, newest));
  add("feed.json", jsonFeed(newsletter, newest));
  add("sitemap.xml", await siteMap(newsletter, listed), true);
  if (basePath(newsletter) === "") {
    await page("404.html", noticePage(newsletter, notices, "notFound"), true);
    add("robots.txt", robotsText(newsletter), true);
    add("_headers", HEADERS, true);
  }

  const findings: Finding[] = [];
  const redirects: string[] = [];
  for (const issue of issues) {
    for (const alias of issue.aliases) {
      const paths = aliasFiles(newsletter, alias);
      if (paths.length === 0) findings.push(unusable(issue, alias));
      for (const path of paths.filter((one) => !files.has(one))) {
        await page(path, redirectPage(newsletter, issue.page));
        redirects.push(`${addressOf(path)} ${issuePath(newsletter, issue.page.slug)} 301\n`);
      }
    }
  }
  if (redirects.length > 0 && basePath(newsletter) === "") add("_redirects", redirects.join(""), true);
  findings.push(...deadLinks(newsletter, issues, new Set(files.keys())));
  return { files: [...files.values()], findings };
}

/** For hosts that read `_headers`: the key of an image is made from its bytes, so the image behind a key never changes. */
const HEADERS = "/a/*\n  Cache-Control: public, max-age=31536000, immutable\n";

/** The path at which a host serves a file: a folder's index at the folder. */
function addressOf(path: string): string {
  return `/${encodeURI(path.replace(/\/index\.html$/, ""))}`;
}

function unusable({ file, page }: SiteIssue, alias: string): Finding {
  return {
    rule: "site/alias",
    severity: "warning",
    ...whereOf(file ?? page.slug, null),
    message: `The site cannot have a page at the alias ${alias}.`,
    hint: "Write the path that the issue had, such as /2019/05/hello, or its earlier slug.",
    fix: null,
  };
}
