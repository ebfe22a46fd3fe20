import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { checkWebhookSecrets } from "#src/resend/read-event.ts";
import { isReady } from "#src/store/database/ready.ts";
import { aliasTarget } from "#src/store/issues/issue-pages.ts";
import { addArchive } from "#src/web/pages/archive.ts";
import { addConfirm } from "#src/web/pages/confirm.ts";
import { addMetrics } from "./metrics.ts";
import { addImages } from "#src/web/pages/images.ts";
import { addPreferences } from "#src/web/pages/preferences.ts";
import { publicPages } from "#src/web/pages/public-page.ts";
import { addSubscribe } from "#src/web/pages/subscribe.ts";
import { addUnsubscribe } from "#src/web/pages/unsubscribe.ts";
import { addViewOnline } from "#src/web/pages/view-online.ts";
import { addWebhook } from "./webhook.ts";
import type { WebDeps } from "./web-deps.ts";

const PAGE_BYTES = 8 * 1024;
const WEBHOOK_BYTES = 1024 * 1024;

/**
 * What the world may ask of `letterpress serve`: the webhook, images, the form to subscribe, a reader's own
 * pages, the issues online. Has no port of its own. No cookies, no scripts, nothing of a third party; only a POST changes anything. Throws
 * `config/environment` for a webhook secret that could never verify anything.
 */
export function createWeb(deps: WebDeps): Hono {
  checkWebhookSecrets(deps.webhookSecrets);
  const { newsletter } = deps;
  const pages = publicPages(newsletter);
  const app = new Hono();

  app.use(async (context, next) => {
    await next();
    context.header("X-Content-Type-Options", "nosniff");
    context.header("Referrer-Policy", "no-referrer");
    context.header("X-Frame-Options", "DENY");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
  });
  const limit = (maxSize: number) =>
    bodyLimit({ maxSize, onError: (context) => pages.notice(context, 413, "tooLarge") });
  app.use("/webhooks/*", limit(WEBHOOK_BYTES));
  app.use("/u/*", limit(PAGE_BYTES));
  app.use("/p/*", limit(PAGE_BYTES));
  app.use("/c/*", limit(PAGE_BYTES));
  app.use("/subscribe", limit(PAGE_BYTES));

  addWebhook(app, deps);
  addImages(app, deps);
  addSubscribe(app, deps, pages);
  addConfirm(app, deps, pages);
  addUnsubscribe(app, deps, pages);
  addPreferences(app, deps, pages);
  addViewOnline(app, deps, pages);
  addArchive(app, deps, pages);

  for (const path of ["/u", "/p", "/c"]) {
    app.get(path, (context) => pages.notice(context, 200, "ownLink"));
  }
  // Alive, and able to answer from the ledger.
  app.get("/healthz", (context) => context.text("ok\n"));
  app.get("/readyz", async (context) =>
    (await isReady(deps.ledger))
      ? context.text("ready\n")
      : context.text("the ledger does not answer\n", 503),
  );

  addMetrics(app, deps);

  for (const [path, allow] of METHODS) {
    app.all(path, (context) => {
      context.header("Allow", allow);
      return pages.notice(context, 405, "notAllowed");
    });
  }
  app.notFound(async (context) => {
    // Links to where an issue stood before, in another system perhaps, go on leading to it.
    const last = context.req.path.split("/").findLast((step) => step !== "") ?? "";
    const reads = context.req.method === "GET" || context.req.method === "HEAD";
    const target = reads ? await aliasTarget(deps.ledger.db, last) : undefined;
    if (target === undefined || target.archive === "none") return pages.notice(context, 404, "notFound");
    return context.redirect(`/issues/${encodeURIComponent(target.slug)}`, 301);
  });
  app.onError((error, context) => {
    deps.onError?.(error);
    return pages.notice(context, 500, "broken");
  });
  return app;
}

/** What each address answers to, for whoever asks in another way. */
const METHODS = [
  ["/u/:token", "GET, HEAD, POST"],
  ["/p/:token", "GET, HEAD, POST"],
  ["/c/:token", "GET, HEAD, POST"],
  ["/subscribe", "GET, HEAD, POST"],
  ["/webhooks/resend", "POST"],
] as const;
