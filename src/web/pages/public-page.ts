import type { Context } from "hono";
import type { Newsletter } from "#src/model/newsletter.ts";
import { wordsIn } from "#src/model/words/catalogue.ts";
import type { PageWords } from "#src/model/words/words.ts";
import { type NoticeName, type PageContent, createPageFrame } from "#src/pages/page-frame.ts";

export type { Html } from "#src/pages/page-frame.ts";
type Status = 200 | 400 | 404 | 405 | 413 | 500;

/** The public pages as answers of `serve`, in the language of each request. */
export interface PublicPages {
  /** The words for a request, in one of the newsletter's languages; the first is the default. */
  readonly words: (context: Context) => PageWords;
  /** The language of those words, for dates and mails. */
  readonly language: (context: Context) => string;
  readonly page: (context: Context, status: Status, content: PageContent) => Promise<Response>;
  readonly notice: (context: Context, status: Status, which: NoticeName) => Promise<Response>;
}

export function publicPages(newsletter: Newsletter): PublicPages {
  const frame = createPageFrame(newsletter, { home: "/" });
  const language = (context: Context) => frame.languageFor(context.req.header("Accept-Language"));

  const page: PublicPages["page"] = async (context, status, content) => {
    context.header("Content-Security-Policy", await frame.policy());
    context.header("Vary", "Accept-Language");
    return context.html(frame.document(language(context), content), status);
  };
  return {
    words: (context) => wordsIn(language(context)).pages,
    language,
    page,
    notice: (context, status, which) => page(context, status, frame.notice(language(context), which)),
  };
}
