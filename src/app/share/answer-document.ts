import { html, raw } from "hono/html";
import type { Remarked } from "./mail-remark.ts";
import { SHARE_STYLES } from "./share-styles.ts";

export type Answered = Remarked | "empty";

const WORDS: Readonly<Record<Answered, readonly [title: string, text: string]>> = {
  mailed: ["Thank you", "The editors get your remark as a mail."],
  empty: ["There is no remark", "The field was empty. Go back and write what you would like to say."],
  "too-many": [
    "Later, please",
    "There were many remarks in the last hour. Yours was not sent; go back and try again later.",
  ],
  nobody: [
    "There are no editors",
    "This newsletter names no editors who could get your remark, so it was not sent. Please tell the person who gave you the link.",
  ],
  failed: [
    "It was not sent",
    "Your remark could not be mailed at this moment. Go back and try again in a minute.",
  ],
};

/** Returns the page that says what became of a remark. */
export async function answerDocument(newsletter: string, which: Answered): Promise<string> {
  const [title, text] = WORDS[which];
  return String(
    await html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex, nofollow" />
          <title>${title} · ${newsletter}</title>
          ${raw(`<style>${SHARE_STYLES}</style>`)}
        </head>
        <body>
          <main>
            <h1>${title}</h1>
            <p>${text}</p>
            <p><a href="">Back to the issue</a></p>
          </main>
        </body>
      </html> `,
  );
}
