import { html, raw } from "hono/html";
import { INBOX_STYLE } from "./inbox-style.ts";

export type Html = ReturnType<typeof html>;

/** No scripts at all: the sender of the mail wrote what is shown here. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'";

/** A page of the sandbox. */
export function sandboxPage(title: string, body: Html): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Letterpress sandbox</title>
        <style>
          ${raw(INBOX_STYLE)}
        </style>
      </head>
      <body>
        <header><a href="/">Sandbox</a> <a href="/people">Contacts</a> No mail leaves this machine.</header>
        <main>${body}</main>
      </body>
    </html>`;
}

/** An instant in UTC, to the second. */
export const timeText = (at: number) => new Date(at).toISOString().slice(0, 19).replace("T", " ");
