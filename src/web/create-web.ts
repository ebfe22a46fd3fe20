import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { html } from "hono/html";
import { checkWebhookSecrets } from "#src/resend/read-event.ts";
import { isReady } from "#src/store/ready.ts";
import { addImages } from "./images.ts";
import { addPreferences } from "./preferences.ts";
import { publicPages } from "./public-page.ts";
import { addUnsubscribe } from "./unsubscribe.ts";
import { addViewOnline } from "./view-online.ts";
import { addWebhook } from "./webhook.ts";
import type { WebDeps } from "./web-deps.ts";
import { fill } from "./words/words.ts";

const PAGE_BYTES = 8 * 1024;
const WEBHOOK_BYTES = 1024 * 1024;

/**
 * What the world may ask of `letterpress serve`: the webhook, images, a reader's own pages, an issue online. Has no
 * port of its own. No cookies, no scripts, nothing of a third party; only a POST changes anything. Throws
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
  });
  const limit = (maxSize: number) =>
    bodyLimit({ maxSize, onError: (context) => pages.notice(context, 413, "tooLarge") });
  app.use("/webhooks/*", limit(WEBHOOK_BYTES));
  app.use("/u/*", limit(PAGE_BYTES));
  app.use("/p/*", limit(PAGE_BYTES));

  addWebhook(app, deps);
  addImages(app, deps);
  addUnsubscribe(app, deps, pages);
  addPreferences(app, deps, pages);
  addViewOnline(app, deps, pages);

  for (const path of ["/u", "/p"]) {
    app.get(path, (context) => pages.notice(context, 200, "ownLink"));
  }
  app.get("/subscribe", (context) => {
    const words = pages.words(context).subscribe;
    const address = addressOf(newsletter.reply_to ?? newsletter.from);
    const link = `mailto:${encodeURIComponent(address).replace("%40", "@")}?subject=${encodeURIComponent(words.subject)}`;
    return pages.page(context, 200, {
      title: fill(words.title, { newsletter: newsletter.name }),
      body: html`<p>${words.explanation}</p>
        <p><a class="button" href="${link}">${words.button}</a></p>
        <p>${address}</p>`,
    });
  });

  // Alive, and able to answer from the ledger.
  app.get("/healthz", (context) => context.text("ok\n"));
  app.get("/readyz", async (context) =>
    (await isReady(deps.ledger))
      ? context.text("ready\n")
      : context.text("the ledger does not answer\n", 503),
  );

  for (const [path, allow] of METHODS) {
    app.all(path, (context) => {
      context.header("Allow", allow);
      return pages.notice(context, 405, "notAllowed");
    });
  }
  app.notFound((context) => pages.notice(context, 404, "notFound"));
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
  ["/webhooks/resend", "POST"],
] as const;

/** `a@b.c` of `Name <a@b.c>`. */
function addressOf(mailbox: string): string {
  return /<([^<>]+)>$/.exec(mailbox)?.[1] ?? mailbox;
}
