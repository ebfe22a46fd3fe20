import { html } from "hono/html";
import { LetterpressError } from "#src/model/errors.ts";
import { type Html, masthead, page } from "./page.ts";

/** What went wrong, in the place of the page that was asked for. It reloads by itself when a file is saved. */
export function errorPage(error: unknown, sandboxUrl: string | null): Html {
  const ours = error instanceof LetterpressError;
  const message = error instanceof Error ? error.message : String(error);
  const stack = !ours && error instanceof Error ? (error.stack ?? null) : null;
  return page(
    "Something to mend",
    html`${masthead("Letterpress", null, sandboxUrl)}
      <main class="trouble" data-live>
        <p class="quiet">${ours ? error.code : "unexpected failure"}</p>
        <h1>${ours ? "Something to mend" : "Letterpress failed"}</h1>
        <pre class="message">${message}</pre>
        <p>${ours ? error.hint : "This is a fault of Letterpress: please report it with the lines below."}</p>
        ${stack === null ? "" : html`<pre class="stack">${stack}</pre>`}
        <p class="quiet">This page looks again by itself as soon as a file is saved.</p>
      </main>`,
  );
}

/** There is nothing at this address. */
export function missingPage(sandboxUrl: string | null): Html {
  return page(
    "Not here",
    html`${masthead("Letterpress", null, sandboxUrl)}
      <main class="trouble" data-live>
        <h1>There is no such issue</h1>
        <p>It may have been renamed or removed. <a href="/">All issues</a></p>
      </main>`,
  );
}
