import { html, raw } from "hono/html";
import type { Finding } from "#src/model/finding.ts";
import { SHARE_STYLES } from "./share-styles.ts";

/** What is shown of an issue to somebody who has neither the files nor the program. */
export interface Shared {
  readonly newsletter: string;
  readonly title: string;
  readonly lang: string;
  readonly dir: "ltr" | "rtl";
  /** When this was made, in words. */
  readonly at: string;
  /** The email as a made-up reader gets it; null where an error keeps it from being rendered. */
  readonly email: SharedEmail | null;
  readonly findings: readonly SharedFinding[];
  /** What could not be looked at, in sentences. */
  readonly unchecked: readonly string[];
  /** "What will happen": rows of a name and its value, and where they come from. */
  readonly plan: { readonly rows: readonly (readonly [string, string])[]; readonly source: string };
  /** True for a page that `serve` shows: it then has a field for remarks. */
  readonly takesRemarks: boolean;
}

interface SharedEmail {
  readonly sender: string;
  readonly subject: string;
  readonly previewText: string;
  readonly text: string;
  /** HTML that has the email's pictures in it. */
  readonly html: string;
  readonly digest: string;
  /** The made-up reader. */
  readonly reader: string;
  /** Pictures of other hosts that are not shown. */
  readonly missing: number;
}

export interface SharedFinding extends Pick<Finding, "severity" | "rule" | "message" | "hint"> {
  /** `issues/one.md:12`. */
  readonly place: string;
  /** The lines of the source, and the same lines as a fix would leave them; empty if there are none. */
  readonly source: readonly string[];
  readonly fixed: readonly string[];
}

/** Allows no script and no request: opening the page tells nobody. The frame of the email has the same policy. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'";
/** The same for a page that is served: its form may post here, and no other page may frame it. */
export const SERVED_POLICY = `${POLICY}; form-action 'self'; frame-ancestors 'none'`;

/** One HTML file that shows an issue. It opens from a disk, in a mail and on a page; it has no script. */
export async function shareDocument(shared: Shared): Promise<string> {
  const { newsletter, title, lang, dir, at, email, takesRemarks } = shared;
  const policy = takesRemarks ? `${POLICY}; form-action 'self'` : `${POLICY}; form-action 'none'`;
  const document = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <meta name="referrer" content="no-referrer" />
        <title>${title} · ${newsletter}</title>
        ${raw(`<style>${SHARE_STYLES}</style>`)}
      </head>
      <body>
        <main>
          <h1 lang="${lang}" dir="${dir}">${title}</h1>
          <p class="quiet">
            A look at an issue of ${newsletter}, made ${at}. A later edit does not change it.
          </p>
          ${email === null ? html`<p class="error">An error keeps this issue from becoming an email. The findings say which.</p>` : emailOf(email, shared)}
          ${findingsOf(shared)}
          <h2 id="plan">What will happen</h2>
          <p class="quiet">${shared.plan.source}</p>
          ${
            shared.plan.rows.length === 0
              ? ""
              : html`<table>
                  ${shared.plan.rows.map(
                    ([name, value]) =>
                      html`<tr>
                        <th scope="row">${name}</th>
                        <td>${value}</td>
                      </tr>`,
                  )}
                </table>`
          }
          ${takesRemarks ? REMARKS : ""}
        </main>
      </body>
    </html> `;
  return String(document);
}

function emailOf(email: SharedEmail, { lang, dir }: Pick<Shared, "lang" | "dir">) {
  const { sender, subject, previewText, text, digest, reader, missing } = email;
  const pictures = missing === 1 ? "A picture of another host is" : `${missing} pictures of other hosts are`;
  return html`<h2 id="inbox">In the inbox</h2>
    <div class="inbox" lang="${lang}" dir="${dir}">
      <span class="sender">${sender}</span>
      <span>${subject}</span>
      <span class="start">${previewText}</span>
    </div>
    <h2 id="email">The email</h2>
    <div class="switches">
      <fieldset>
        <legend>Width</legend>
        <label><input type="radio" name="width" id="desktop" checked /> desktop</label>
        <label><input type="radio" name="width" id="phone" /> phone, 375 px</label>
      </fieldset>
      <fieldset>
        <legend>Colours</legend>
        <label><input type="radio" name="colours" id="light" checked /> light</label>
        <label><input type="radio" name="colours" id="dark" /> dark</label>
      </fieldset>
    </div>
    <div class="frame">
      <iframe
        title="The email"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        srcdoc="${framed(email.html)}"
      ></iframe>
    </div>
    <p class="quiet">
      As ${reader}, a made-up reader, gets it. Email
      ${digest.slice(0, 12)}.${missing === 0 ? "" : ` ${pictures} not shown.`} Links for leaving the list lead
      nowhere here.
    </p>
    <h2 id="text">Plain text</h2>
    <details>
      <summary>What a program without HTML shows</summary>
      <pre lang="${lang}" dir="${dir}">${text}</pre>
    </details>`;
}

/** Makes links open beside the page and not in the frame. The email takes a colour scheme of the frame for its reader's. */
function framed(email: string): string {
  return /<head\b[^>]*>/i.test(email)
    ? email.replace(/<head\b[^>]*>/i, (head) => `${head}<base target="_blank">`)
    : `<base target="_blank">${email}`;
}

function findingsOf({ findings, unchecked }: Shared) {
  return html`<h2 id="findings">Findings</h2>
    ${findings.length === 0 ? html`<p>Nothing to fix.</p>` : ""}
    <ol>
      ${findings.map(
        ({ severity, rule, message, hint, place, source, fixed }) =>
          html`<li>
            <span class="${severity}">${severity}</span> ${message}
            ${hint === null ? "" : html`<br /><span class="quiet">${hint}</span>`} <br /><span class="quiet"
              >${place === "" ? rule : `${place} · ${rule}`}</span
            >
            ${source.length === 0 && fixed.length === 0 ? "" : html`<pre>${[...source, ...fixed].join("\n")}</pre>`}
          </li>`,
      )}
    </ol>
    ${unchecked.length === 0 ? "" : html`<p class="quiet">${unchecked.join(" ")}</p>`}`;
}

const REMARKS = html`<h2 id="remark">A remark</h2>
  <form method="post">
    <input type="hidden" name="form" value="remark" />
    <p class="trap" aria-hidden="true">
      <label>Leave this empty <input type="text" name="website" tabindex="-1" autocomplete="off" /></label>
    </p>
    <label for="name">Your name, if you like</label>
    <input type="text" id="name" name="name" maxlength="80" autocomplete="name" />
    <label for="remark-text">What you would change, or what you like</label>
    <textarea id="remark-text" name="remark" required maxlength="5000"></textarea>
    <button type="submit">Send to the editors</button>
    <p class="quiet">The editors get it as a mail. Nothing is kept here.</p>
  </form>`;
