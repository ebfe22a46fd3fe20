import { html } from "hono/html";
import { LetterpressError } from "#src/model/errors.ts";
import { type Html, masthead, page } from "./page.ts";

/** What went wrong, shown instead of the requested page. It reloads by itself when a file is saved. */
export function errorPage(error: unknown, sandboxUrl: string | null): Html {
  const ours = error instanceof LetterpressError;
  const message = error instanceof Error ? error.message : String(error);
  const stack = !ours && error instanceof Error ? (error.stack ?? null) : null;
  return page(
    "Something needs fixing",
    html`${masthead("Letterpress", null, sandboxUrl)}
      <main class="trouble" data-live>
        <p class="quiet">${ours ? error.code : "unexpected failure"}</p>
        <h1>${ours ? "Something needs fixing" : "Letterpress failed"}</h1>
        <pre class="message">${message}</pre>
        <p>${ours ? error.hint : "This is a bug in Letterpress. Please report it with the lines below."}</p>
        ${stack === null ? "" : html`<pre class="stack">${stack}</pre>`}
        <p class="quiet">This page reloads by itself when a file is saved.</p>
      </main>`,
  );
}

/** No page has this address. */
export function missingPage(sandboxUrl: string | null): Html {
  return page(
    "Page not found",
    html`${masthead("Letterpress", null, sandboxUrl)}
      <main class="trouble" data-live>
        <h1>No such issue</h1>
        <p>It may have been renamed or removed. <a href="/">All issues</a></p>
      </main>`,
  );
}
