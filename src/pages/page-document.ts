import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { directionOf } from "#src/model/words/direction-of.ts";
import { joinWordsIn } from "#src/model/words/join-catalogue.ts";
import { sayInHtml } from "#src/render/say-in-html.ts";
import { feedLinks } from "./feed-links.ts";
import type { Html } from "./html.ts";
import { basePath } from "./page-address.ts";

export type { Html };

export interface PageContent {
  readonly title: string;
  readonly body: Html;
  /** More content for `<head>`. */
  readonly head?: Html;
  /** True for a page that a search engine may show; never true for a reader's own page. */
  readonly found?: boolean;
  /** A page for reading: as wide as a letter, and its body has the heading. */
  readonly isLetter?: boolean;
}

interface Frame {
  readonly lang: string;
  /** Default: the direction in which the language is written. */
  readonly dir?: "ltr" | "rtl";
  /** The result of `pageStyles`. */
  readonly css: string;
  /** The address that the newsletter's name links to. Default: where its own pages begin. */
  readonly home?: string;
}

/** The frame of every public page: the newsletter's name, one heading, one task. */
export async function pageDocument(
  newsletter: Pick<Newsletter, "name" | "postal_address" | "url" | "lang" | "words">,
  { title, body, head, found, isLetter = false }: PageContent,
  { lang, dir = directionOf(lang), css, home = `${basePath(newsletter)}/` }: Frame,
): Promise<HtmlEscapedString> {
  const heading = title === newsletter.name ? title : `${title} · ${newsletter.name}`;
  // One string: whitespace added by a formatter inside the element would change its hash.
  const style = raw(`<style>${css}</style>`);
  const base = home.replace(/\/+$/, "");
  const { archive } = joinWordsIn(newsletter, lang).pages;
  const document = await html`<!doctype html>
    <html lang="${lang}" dir="${dir}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        ${found === true ? "" : html`<meta name="robots" content="noindex" />`}
        <title>${heading}</title>
        ${feedLinks(newsletter.name, base)} ${head ?? ""}${style}
      </head>
      <body${isLetter ? raw(' class="letter"') : ""}>
        ${
          title === newsletter.name
            ? ""
            : html`<header>
                <p><a href="${home}">${newsletter.name}</a></p>
              </header>`
        }
        <main>
          ${isLetter ? "" : html`<h1>${title}</h1>`} ${body}
        </main>
        <footer>
          <p><a href="${home}">${archive.title}</a> <a href="${base}/feed.xml">${archive.feed}</a></p>
          <p><bdi>${newsletter.postal_address}</bdi></p>
        </footer>
      </body>
    </html> `;
  return raw(sayInHtml(String(document)));
}
