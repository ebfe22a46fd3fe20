import { html, raw } from "hono/html";
import { parseAccept } from "hono/utils/accept";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { languageOf, wordsIn } from "#src/model/words/catalogue.ts";
import { fill } from "#src/model/words/words.ts";
import { pageStyles } from "./page-styles.ts";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** What a page needs of the newsletter, complete. */
export type PageNewsletter = Pick<
  Newsletter,
  "name" | "url" | "tagline" | "postal_address" | "lang" | "languages" | "theme"
>;

export interface PageContent {
  readonly title: string;
  readonly body: Html;
  /** More for `<head>`. */
  readonly head?: Html;
  /** True for a page that a search engine may show; never true for a reader's own page. */
  readonly found?: boolean;
}

/** Pages that only say something: a heading and a sentence. */
export type NoticeName = "ownLink" | "notFound" | "notAllowed" | "tooLarge" | "broken";

/** The frame of every public page: the newsletter's name, one heading, one task. The server sends `policy` along. */
export interface PageFrame {
  /** The reader's language by `Accept-Language`, if the newsletter has it; else the newsletter's first. */
  readonly languageFor: (accepted: string | null | undefined) => string;
  readonly document: (lang: string, content: PageContent) => Html;
  readonly notice: (lang: string, which: NoticeName) => PageContent;
  /** The Content-Security-Policy of these documents. */
  readonly policy: () => Promise<string>;
}

interface FrameOptions {
  /** Where the newsletter's name leads. */
  readonly home: string;
  /** Hosts that may run a script or show a frame, for a CAPTCHA. None by default. */
  readonly sources?: readonly string[];
}

export function createPageFrame(newsletter: PageNewsletter, { home, sources = [] }: FrameOptions): PageFrame {
  const css = pageStyles(newsletter);
  // One string: whitespace added by a formatter inside the element would change its hash.
  const style = raw(`<style>${css}</style>`);
  const supports = [newsletter.lang, ...newsletter.languages].map(languageOf);
  const first = supports[0] ?? "en";
  let policy: string | null = null;
  return {
    languageFor: (accepted) => {
      const wished = parseAccept(accepted ?? "").filter(({ q }) => q > 0);
      const primary = wished.map(({ type }) => type.toLowerCase().split("-")[0] ?? "");
      return primary.find((lang) => supports.includes(lang)) ?? first;
    },

    document: (lang, { title, body, head, found }) => {
      const heading = title === newsletter.name ? title : `${title} · ${newsletter.name}`;
      return html`<!doctype html>
        <html lang="${lang}" dir="ltr">
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
                    <p><a href="${home}">${newsletter.name}</a></p>
                  </header>`
            }
            <main>
              <h1>${title}</h1>
              ${body}
            </main>
            <footer><p>${newsletter.postal_address}</p></footer>
          </body>
        </html> `;
    },

    notice: (lang, which) => {
      const { title, explanation } = wordsIn(lang).pages[which];
      return { title, body: html`<p>${fill(explanation, { newsletter: newsletter.name })}</p>` };
    },

    policy: async () => (policy ??= await policyOf(css, sources)),
  };
}

/** No script, no other host, and only the one style sheet, by its hash: a page may load nothing that it does not need. */
async function policyOf(css: string, sources: readonly string[]): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(css));
  const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
  const foreign =
    sources.length === 0 ? [] : [`script-src ${sources.join(" ")}`, `frame-src ${sources.join(" ")}`];
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    ...foreign,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
