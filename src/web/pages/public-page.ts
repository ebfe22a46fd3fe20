import type { Context } from "hono";
import { SEARCH_SCRIPT } from "#src/app/pages/search-script.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import type { PageWords } from "#src/model/words/words.ts";
import { type NoticeName, noticePage } from "#src/pages/notice-page.ts";
import { type Html, type PageContent, pageDocument } from "#src/pages/page-document.ts";
import { pageLanguage } from "#src/pages/page-language.ts";
import { pagePolicy } from "#src/pages/page-policy.ts";
import { pageStyles } from "#src/pages/page-styles.ts";

export type { Html };
type Status = 200 | 400 | 404 | 405 | 413 | 500 | 503;

/** Every public page as an answer to a request: in the reader's language, with a policy for its browser. */
export interface PublicPages {
  /** The words for a request, in one of the newsletter's languages; the first is the default. */
  readonly words: (context: Context) => PageWords;
  /** The language of those words, for dates and mails. */
  readonly language: (context: Context) => string;
  readonly page: (
    context: Context,
    status: Status,
    content: PageContent,
    policy?: string,
  ) => Promise<Response>;
  /** For the search page, the only one with a script: the script looks through the newsletter's own index. */
  readonly searchPolicy: Promise<string>;
  readonly notice: (context: Context, status: Status, which: NoticeName) => Promise<Response>;
}

export function publicPages(newsletter: Newsletter): PublicPages {
  const css = pageStyles(newsletter);
  const policy = pagePolicy(css);
  const language = (context: Context) => pageLanguage(newsletter, context.req.header("Accept-Language"));
  const words = (context: Context) => wordsIn(newsletter, language(context)).pages;

  const page: PublicPages["page"] = async (context, status, content, own) => {
    context.header("Content-Security-Policy", own ?? (await policy));
    context.header("Vary", "Accept-Language");
    return context.html(await pageDocument(newsletter, content, { lang: language(context), css }), status);
  };

  const notice: PublicPages["notice"] = (context, status, which) =>
    page(context, status, noticePage(newsletter, words(context), which));
  return { words, language, page, notice, searchPolicy: pagePolicy(css, { script: SEARCH_SCRIPT }) };
}
