import { createHash } from "node:crypto";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { type Html, type PageContent, pageDocument } from "#src/app/pages/page-document.ts";
import { type NoticeName, noticePage } from "#src/app/pages/notice-page.ts";
import { pageStyles } from "#src/app/pages/page-styles.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { PageWords } from "#src/model/words/words.ts";
import { languageOf, wordsIn } from "#src/model/words/catalogue.ts";

export type { Html };
type Status = 200 | 400 | 404 | 405 | 413 | 500;

/** Every public page as an answer to a request: in the reader's language, with a policy for its browser. */
export interface PublicPages {
  /** The words for a request, in one of the newsletter's languages; the first is the default. */
  readonly words: (context: Context) => PageWords;
  /** The language of those words, for dates and mails. */
  readonly language: (context: Context) => string;
  readonly page: (context: Context, status: Status, content: PageContent) => Promise<Response>;
  readonly notice: (context: Context, status: Status, which: NoticeName) => Promise<Response>;
}

export function publicPages(newsletter: Newsletter): PublicPages {
  const css = pageStyles(newsletter);
  const policy = policyOf(css);
  const supports = [newsletter.lang, ...newsletter.languages].map(languageOf);
  const language = (context: Context) =>
    accepts(context, { header: "Accept-Language", supports, default: supports[0] ?? "en" });
  const words = (context: Context) => wordsIn(language(context)).pages;

  const page: PublicPages["page"] = async (context, status, content) => {
    context.header("Content-Security-Policy", policy);
    context.header("Vary", "Accept-Language");
    return context.html(pageDocument(newsletter, content, { lang: language(context), css }), status);
  };

  const notice: PublicPages["notice"] = (context, status, which) =>
    page(context, status, noticePage(newsletter, words(context), which));
  return { words, language, page, notice };
}

/** No script, no other host, and only the one style sheet, by its hash: a page may load nothing that it does not need. */
function policyOf(css: string): string {
  const hash = createHash("sha256").update(css).digest("base64");
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
