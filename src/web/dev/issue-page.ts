import { html } from "hono/html";
import { GMAIL_CUTS, type Message, htmlBytes } from "#src/model/email.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Preview } from "./dev-deps.ts";
import { type Html, masthead, page } from "./page.ts";
import { SAMPLE_READERS, type SampleReader } from "#src/app/compose/sample-readers.ts";
import type { AskedSegment } from "#src/model/parts/asked-segment.ts";
import { queryOf, type ShownTo } from "./shown-to.ts";

/** One issue: the inbox row first, then the email at two widths and as plain text, and its findings. */
export function issuePage(
  preview: Preview,
  message: Message | null,
  shown: ShownTo,
  sandboxUrl: string | null,
): Html {
  const title = preview.issue?.title ?? preview.slug;
  return page(
    title,
    html`${masthead(preview.newsletter.name, html`${title}`, sandboxUrl)}
      <main class="issue">
        <aside class="desk" data-live>
          <p class="quiet">${preview.path} · ${preview.state}</p>
          ${message === null ? "" : inbox(preview, message)}
          ${preview.email === null ? "" : size(htmlBytes(preview.email))} ${findings(preview.findings)}
        </aside>
        <section class="stage" aria-label="The email">
          ${message === null ? unrendered() : stage(preview, message, shown)}
        </section>
      </main>`,
  );
}

function inbox({ email, issue, newsletter }: Preview, message: Message): Html {
  const sender = /^\s*"?([^"<]*?)"?\s*</.exec(email?.from ?? "")?.[1] || newsletter.name;
  return html`<section class="inbox" aria-label="In the inbox">
    <h2>In the inbox</h2>
    <div class="row phone-row">
      <b>${sender}</b><span class="subject">${message.subject}</span
      ><span class="preview">${preheader(issue?.previewText ?? "")}</span>
    </div>
    <div class="row wide-row">
      <b>${sender}</b
      ><span
        ><span class="subject">${message.subject}</span>
        <span class="preview">${preheader(issue?.previewText ?? "")}</span></span
      >
    </div>
  </section>`;
}

/** The preview text without its merge tags: what readers see exactly is in the email's own HTML. */
function preheader(previewText: string): string {
  return previewText.replace(/\p{Co}+/gu, "…");
}

function size(bytes: number): Html {
  const level = bytes >= 100_000 ? "error" : bytes >= 80_000 ? "warning" : "fine";
  return html`<section class="size" aria-label="Size">
    <h2>Size of the HTML</h2>
    <meter min="0" max="${GMAIL_CUTS}" low="80000" high="100000" optimum="0" value="${bytes}"></meter>
    <p>
      <b>${thousands(bytes)} kB</b> of ${thousands(GMAIL_CUTS)} kB, where Gmail
      clips${level === "fine" ? "" : html` <span class="tag ${level}">${level === "error" ? "too large" : "large"}</span>`}
    </p>
  </section>`;
}

function findings(all: readonly Finding[]): Html {
  return html`<section class="findings" aria-label="Findings">
    <h2>Findings</h2>
    ${
      all.length === 0
        ? html`<p class="quiet">Nothing to fix.</p>`
        : html`<ol>
            ${all.map(
              (finding) =>
                html`<li class="${finding.severity}">
                  <p><span class="tag ${finding.severity}">${finding.severity}</span> ${finding.message}</p>
                  ${finding.hint === null ? "" : html`<p class="hint">${finding.hint}</p>`}
                  <p class="quiet">${placeOf(finding)} · ${finding.rule}</p>
                </li>`,
            )}
          </ol>`
    }
  </section>`;
}

function placeOf({ file, line, column }: Finding): string {
  return [file, line, line === null ? null : column].filter((part) => part !== null).join(":");
}

function unrendered(): Html {
  return html`<div class="trouble" data-live>
    <h1>This issue cannot be shown yet</h1>
    <p>An error prevents it from becoming an email. Fix the findings and save, and the email appears here.</p>
  </div>`;
}

function stage({ slug, email }: Preview, message: Message, shown: ShownTo): Html {
  const source = `/issues/${slug}/email.html?${queryOf(shown)}`;
  return html`<form class="switches" aria-label="How to look at it">
      ${switches("width", "Width", [
        ["both", "Both"],
        ["phone", "Phone 375"],
        ["desktop", "Desktop 700"],
        ["text", "Plain text"],
      ])}
      ${switches("scheme", "Colours", [
        ["light", "Light"],
        ["dark", "Dark"],
      ])}
      <fieldset>
        <legend>Reader</legend>
        ${Object.entries(SAMPLE_READERS).map(
          ([name, { label }]) =>
            html`<a
              href="?${queryOf({ ...shown, reader: name as SampleReader })}"
              ${name === shown.reader ? html`aria-current="true"` : ""}
              >${label}</a
            >`,
        )}
      </fieldset>
      ${segments(email?.asked ?? [], shown)}
    </form>
    <div class="frames">
      <figure class="phone">
        <iframe
          title="The email on a phone"
          src="${source}"
          width="375"
          height="700"
          sandbox="allow-same-origin"
        ></iframe>
      </figure>
      <figure class="desktop">
        <iframe
          title="The email on a desktop"
          src="${source}"
          width="700"
          height="700"
          sandbox="allow-same-origin"
        ></iframe>
      </figure>
      <pre class="text" data-live>${message.text}</pre>
    </div>`;
}

/** The reader may be in each segment or not, and each shows other parts. */
function segments(asked: readonly AskedSegment[], shown: ShownTo): Html | string {
  if (asked.length === 0) return "";
  return html`<fieldset>
    <legend>In the segment</legend>
    ${asked.map(
      ({ query }, index) =>
        html`<a
          href="?${queryOf(shown, index)}"
          ${shown.inSegments.includes(index) ? html`aria-current="true"` : ""}
          >${query}</a
        >`,
    )}
  </fieldset>`;
}

function switches(name: string, legend: string, choices: readonly (readonly [string, string])[]): Html {
  return html`<fieldset>
    <legend>${legend}</legend>
    ${choices.map(
      ([value, label], index) =>
        html`<label
          ><input
            type="radio"
            name="${name}"
            value="${value}"
            ${index === 0 ? html`checked` : ""}
          />${label}</label
        >`,
    )}
  </fieldset>`;
}

function thousands(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
