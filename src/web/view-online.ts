import type { Hono } from "hono";
import type { SendSettings } from "#src/model/send-settings.ts";
import { compileEmail } from "#src/render/personalise.ts";
import { loadEmail } from "#src/store/emails.ts";
import { sendOnline } from "#src/store/report.ts";
import type { PublicPages } from "./public-page.ts";
import type { WebDeps } from "./web-deps.ts";

/** An email is a page of inline styles and pictures from anywhere; scripts, frames and forms it has none. */
const POLICY = [
  "default-src 'none'",
  "img-src 'self' https: http: data:",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/**
 * `/issues/<slug>`: the email as it was sent, for nobody in particular: every reader's own value is left to the
 * merge tag's default. An issue whose `archive` is `none` is not here, and none is before its send has begun: a slug
 * is easily guessed, and an embargo is a promise.
 */
export function addViewOnline(app: Hono, { ledger }: WebDeps, pages: PublicPages): void {
  app.get("/issues/:slug", async (context) => {
    const send = await sendOnline(ledger.db, context.req.param("slug"));
    const settings = send && (JSON.parse(send.settings) as SendSettings);
    if (settings === undefined || settings.archive === "none" || send?.started_at == null) {
      return pages.notice(context, 404, "notFound");
    }
    const email = await loadEmail(ledger.db, send.email_digest);
    const { html } = compileEmail(email)({
      subscriber: {},
      urls: {
        // Whoever reads here has no token; those pages say where to find it.
        unsubscribe: `${settings.url}/u`,
        preferences: `${settings.url}/p`,
        web: `${settings.url}/issues/${encodeURIComponent(send.slug)}`,
      },
    });
    if (settings.archive === "unlisted") context.header("X-Robots-Tag", "noindex");
    context.header("Content-Security-Policy", POLICY);
    context.header("Cache-Control", "public, max-age=300");
    return context.html(html);
  });
}
