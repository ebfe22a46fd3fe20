import { createHash } from "node:crypto";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { type PageWords, fill } from "#src/model/words/words.ts";
import { languageOf, wordsIn } from "#src/model/words/catalogue.ts";
import { pageStyles } from "./page-styles.ts";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;
type Status = 200 | 400 | 404 | 405 | 413 | 500;

/** The frame of every public page: the newsletter's name, one heading, one task. */
export interface PublicPages {
  /** The words for a request, in one of the newsletter's languages; the first is the default. */
  readonly words: (context: Context) => PageWords;
  /** The language of those words, for dates and mails. */
  readonly language: (context: Context) => string;
  readonly page: (context: Context, status: Status, content: Content) => Promise<Response>;
  readonly notice: (context: Context, status: Status, which: NoticeName) => Promise<Response>;
}

interface Content {
  readonly title: string;
  readonly body: Html;
  /** More for `<head>`. */
  readonly head?: Html;
  /** True for a page that a search engine may show; never true for a reader's own page. */
  readonly found?: boolean;
}

type NoticeName = "ownLink" | "notFound" | "notAllowed" | "tooLarge" | "broken";

export function publicPages(newsletter: Newsletter): PublicPages {
  const css = pageStyles(newsletter);
  const policy = policyOf(css);
  // One string: whitespace added by a formatter inside the element would change its hash.
  const style = raw(`<style>${css}</style>`);
  const supports = [newsletter.lang, ...newsletter.languages].map(languageOf);
  const language = (context: Context) =>
    accepts(context, { header: "Accept-Language", supports, default: supports[0] ?? "en" });
  const words = (context: Context) => wordsIn(language(context)).pages;

  const page: PublicPages["page"] = async (context, status, { title, body, head, found }) => {
    context.header("Content-Security-Policy", policy);
    context.header("Vary", "Accept-Language");
    const heading = title === newsletter.name ? title : `${title} · ${newsletter.name}`;
    const document = html`<!doctype html>
      <html lang="${language(context)}" dir="ltr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          ${found === true ? "" : html`<meta name="robots" content="noindex" />`}
          <title>${heading}</title>
          ${head ?? ""}${style}
        </head>
        <body>
          ${
            title === newsletter.name
              ? ""
              : html`<header>
                  <p><a href="/">${newsletter.name}</a></p>
                </header>`
          }
          <main>
            <h1>${title}</h1>
            ${body}
          </main>
          <footer><p>${newsletter.postal_address}</p></footer>
        </body>
      </html> `;
    return context.html(document, status);
  };

  const notice: PublicPages["notice"] = (context, status, which) => {
    const { title, explanation } = words(context)[which];
    const body = html`<p>${fill(explanation, { newsletter: newsletter.name })}</p>`;
    return page(context, status, { title, body });
  };
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
