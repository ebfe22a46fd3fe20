import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { basePath, issuePath } from "#src/pages/page-address.ts";
import { checkWebhookSecrets } from "#src/resend/read-event.ts";
import { isReady } from "#src/store/database/ready.ts";
import { aliasTarget } from "#src/store/issues/issue-pages.ts";
import { addArchive } from "#src/web/pages/archive.ts";
import { addConfirm } from "#src/web/pages/confirm.ts";
import { addMetrics } from "./metrics.ts";
import { addImages } from "#src/web/pages/images.ts";
import { addPreferences } from "#src/web/pages/preferences.ts";
import { publicPages } from "#src/web/pages/public-page.ts";
import { addRate } from "#src/web/pages/rate.ts";
import { addSearch } from "#src/web/pages/search.ts";
import { addShare } from "#src/web/pages/share.ts";
import { addSubscribe } from "#src/web/pages/subscribe.ts";
import { addUnsubscribe } from "#src/web/pages/unsubscribe.ts";
import { addViewOnline } from "#src/web/pages/view-online.ts";
import { addWebhook } from "./webhook.ts";
import type { WebDeps } from "./web-deps.ts";

const PAGE_BYTES = 8 * 1024;
/** 5,000 letters of any script, as a form encodes them. */
const REMARK_BYTES = 64 * 1024;
const WEBHOOK_BYTES = 1024 * 1024;

/**
 * Everything `letterpress serve` offers to the public: the webhook, images, the subscribe form, a reader's own pages, the issues online.
 * Opens no port itself. No cookies, no script but the search page's own, nothing from a third party but pictures that an issue shows; only
 * a POST changes anything. Throws `config/environment` for a webhook secret that could never verify anything.
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
  app.use("/r/*", limit(PAGE_BYTES));
  app.use("/s/*", limit(REMARK_BYTES));
  app.use("/subscribe", limit(PAGE_BYTES));

  addWebhook(app, deps);
  addImages(app, deps);
  addSubscribe(app, deps, pages);
  addConfirm(app, deps, pages);
  addUnsubscribe(app, deps, pages);
  addPreferences(app, deps, pages);
  addRate(app, deps, pages);
  addShare(app, deps, pages);
  addViewOnline(app, deps, pages);
  addArchive(app, deps, pages);
  addSearch(app, deps, pages);

  for (const path of ["/u", "/p", "/c", "/r"]) {
    app.get(path, (context) => pages.notice(context, 200, "ownLink"));
  }
  // The process is alive, and the ledger answers.
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
    // Links to an issue's old address, perhaps in another system, still lead to it.
    const { path, method } = context.req;
    const last = path.split("/").findLast((step) => step !== "") ?? "";
    const reads = method === "GET" || method === "HEAD";
    // On a static host the same page is a folder, so its address ends in a slash.
    const slashed = /^\/(?:search|(?:issues|page|section)\/[^/]+(?:\/page\/\d+)?)(?=\/$)/.exec(path)?.[0];
    if (reads && slashed !== undefined) return context.redirect(`${basePath(newsletter)}${slashed}`, 301);
    const target = reads ? await aliasTarget(deps.ledger.db, last) : undefined;
    if (target === undefined || target.archive === "none") return pages.notice(context, 404, "notFound");
    return context.redirect(issuePath(newsletter, target.slug), 301);
  });
  app.onError((error, context) => {
    deps.onError?.(error);
    return pages.notice(context, 500, "broken");
  });
  return app;
}

/** The methods that each address allows, for the answer to any other method. */
const METHODS = [
  ["/u/:token", "GET, HEAD, POST"],
  ["/p/:token", "GET, HEAD, POST"],
  ["/c/:token", "GET, HEAD, POST"],
  ["/r/:token/:answer", "GET, HEAD, POST"],
  ["/s/:token", "GET, HEAD, POST"],
  ["/subscribe", "GET, HEAD, POST"],
  ["/webhooks/resend", "POST"],
] as const;
