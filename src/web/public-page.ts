import { createHash } from "node:crypto";
import type { Context } from "hono";
import { accepts } from "hono/accepts";
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { Palette } from "#src/model/template.ts";
import { resolveTheme } from "#src/render/resolve-theme.ts";
import { languageOf, wordsIn } from "./words/catalogue.ts";
import type { Notice, Words } from "./words/words.ts";
import { fill } from "./words/words.ts";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The frame of the public pages: the newsletter's name, one heading, one task. */
export interface PublicPages {
  /** The words for a request. The newsletter's own languages are the choice, its first is the default. */
  readonly words: (context: Context) => Words;
  readonly page: (
    context: Context,
    status: 200 | 400 | 404 | 405 | 413 | 500,
    content: Content,
  ) => Promise<Response>;
  readonly notice: (
    context: Context,
    status: 200 | 400 | 404 | 405 | 413 | 500,
    which: NoticeName,
  ) => Promise<Response>;
}

export interface Content {
  readonly title: string;
  readonly body: Html;
}

type NoticeName = "ownLink" | "notFound" | "notAllowed" | "tooLarge" | "broken";

export function publicPages(newsletter: Newsletter): PublicPages {
  const css = stylesOf(newsletter);
  const policy = policyOf(css);
  // One string: white space that a formatter puts into the element would change its hash.
  const style = raw(`<style>${css}</style>`);
  const supports = [newsletter.lang, ...newsletter.languages].map(languageOf);
  const language = (context: Context) =>
    accepts(context, { header: "Accept-Language", supports, default: supports[0] ?? "en" });
  const words = (context: Context) => wordsIn(language(context));

  const page: PublicPages["page"] = async (context, status, { title, body }) => {
    context.header("Content-Security-Policy", policy);
    const document = html`<!doctype html>
      <html lang="${language(context)}" dir="ltr">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="robots" content="noindex" />
          <title>${title} · ${newsletter.name}</title>
          ${style}
        </head>
        <body>
          <header><p>${newsletter.name}</p></header>
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
    const { title, explanation }: Notice = words(context)[which];
    const body = html`<p>${fill(explanation, { newsletter: newsletter.name })}</p>`;
    return page(context, status, { title, body });
  };
  return { words, page, notice };
}

/** No script ever, no foreign host, and the one style sheet by its hash: what a page does not need it may not load. */
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

function stylesOf(newsletter: Newsletter): string {
  const { light, dark, serif, sans } = resolveTheme(newsletter, {});
  const colours = (palette: Palette) =>
    `--accent:${palette.accent};--on-accent:${palette.onAccent};--paper:${palette.paper};--ink:${palette.ink};--muted:${palette.muted};--rule:${palette.rule}`;
  // `<` would end the style element; no font and no colour has one.
  return `
:root{color-scheme:light dark;${colours(light)}}
@media (prefers-color-scheme:dark){:root{${colours(dark)}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 ${serif};overflow-wrap:anywhere}
header,main,footer{max-width:36rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem;font:600 .875rem/1.4 ${sans}}
header p{margin:0;padding-bottom:1rem;border-bottom:1px solid var(--rule)}
h1{margin:2rem 0 .75rem;font:700 1.75rem/1.25 ${sans}}
p,ul,fieldset{margin:0 0 1.25rem}
form{margin:0 0 1.5rem}
hr{margin:2rem 0;border:0;border-top:1px solid var(--rule)}
fieldset{padding:0;border:0}
legend{padding:0;margin-bottom:.5rem;font:600 .875rem/1.4 ${sans}}
label{display:flex;gap:.75rem;align-items:baseline;min-height:44px;padding:.5rem 0}
label small{display:block;color:var(--muted);font-size:.9375rem}
input{width:1.125rem;height:1.125rem;accent-color:var(--accent);flex:none}
button,.button{display:inline-block;min-height:44px;padding:.625rem 1.25rem;border:1px solid var(--accent);border-radius:4px;background:var(--accent);color:var(--on-accent);font:600 1rem/1.4 ${sans};text-decoration:none;cursor:pointer}
button.quiet{background:none;color:var(--accent)}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:3px}
footer{padding-top:2rem;padding-bottom:3rem;color:var(--muted);font:.875rem/1.5 ${sans}}
`.replaceAll("<", "");
}
