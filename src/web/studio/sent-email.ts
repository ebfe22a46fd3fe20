import { Hono } from "hono";
import { sampleValues } from "#src/app/compose/sample-readers.ts";
import { buildReport } from "#src/track/build-report.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import { sendsOfIssue } from "#src/store/sends/report-counts.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { EMAIL_POLICY } from "./email-policy.ts";
import { viewOf } from "./email-view.ts";
import { markClicks } from "./mark-clicks.ts";
import type { OpenedDeps } from "./studio-deps.ts";

/** `GET /sent/SLUG`: an issue as it was sent, whatever its file says by now, with the clicks on each of its links. */
export function sentEmail({ ledger, source }: OpenedDeps): Hono {
  return new Hono().get("/sent/:slug", async (context) => {
    const slug = context.req.param("slug");
    const last = ledger === null ? undefined : (await sendsOfIssue(ledger.db, slug)).at(-1);
    if (ledger === null || last === undefined) return context.text("It was never sent.\n", 404);
    const email = await loadEmail(ledger.db, last.email_digest);
    const { newsletter } = await source.project();
    const { html } = personalise(email, sampleValues("named", newsletter, { slug, email }));
    const { clicks } = await buildReport(ledger, slug);
    const links = new Map(clicks.links.map((link) => [link.url, link]));
    const marked = markClicks(html, links, newsletter.url);
    const shown = viewOf(marked, newsletter.url, { images: true, styles: true });
    return context.html(shown, 200, { "content-security-policy": EMAIL_POLICY });
  });
}
