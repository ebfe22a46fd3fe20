import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The frame of every preview page. `title` appears in the browser's tab. */
export function page(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/dev.css" />
        <script src="/dev.js" type="module"></script>
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}

/** The line at the top of every page. `trail` comes between the name and the links on the right. */
export function masthead(newsletter: string, trail: Html | null, sandboxUrl: string | null): Html {
  return html`<header class="masthead">
    <a class="name" href="/">${newsletter}</a>
    ${trail === null ? "" : html`<span class="trail">${trail}</span>`}
    <span class="live" id="live" role="status">live</span>
    ${sandboxUrl === null ? "" : html`<a href="${sandboxUrl}">Sandbox inbox</a>`}
  </header>`;
}
