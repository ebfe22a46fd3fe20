import { html, raw } from "hono/html";
import { directionOf } from "#src/model/words/direction-of.ts";
import { sayInHtml } from "#src/render/say-in-html.ts";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import { basePath } from "./page-address.ts";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface PageContent {
  readonly title: string;
  readonly body: Html;
  /** More for `<head>`. */
  readonly head?: Html;
  /** True for a page that a search engine may show; never true for a reader's own page. */
  readonly found?: boolean;
}

interface Frame {
  readonly lang: string;
  /** `pageStyles`. */
  readonly css: string;
  /** Where the newsletter's name leads. Default: where its own pages begin. */
  readonly home?: string;
}

/** The frame of every public page: the newsletter's name, one heading, one task. */
export async function pageDocument(
  newsletter: Pick<Newsletter, "name" | "postal_address" | "url">,
  { title, body, head, found }: PageContent,
  { lang, css, home = `${basePath(newsletter)}/` }: Frame,
): Promise<HtmlEscapedString> {
  const heading = title === newsletter.name ? title : `${title} · ${newsletter.name}`;
  // One string: whitespace added by a formatter inside the element would change its hash.
  const style = raw(`<style>${css}</style>`);
  const document = await html`<!doctype html>
    <html lang="${lang}" dir="${directionOf(lang)}">
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
        <footer>
          <p><bdi>${newsletter.postal_address}</bdi></p>
        </footer>
      </body>
    </html> `;
  return raw(sayInHtml(String(document)));
}
