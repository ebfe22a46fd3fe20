import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { shownTo } from "#src/app/studio/shown-to.ts";
import { EMAIL_POLICY } from "./email-policy.ts";
import { viewOf } from "./email-view.ts";
import { personalise } from "#src/render/message/personalise.ts";
import { askedEmail } from "./asked-email.ts";
import { studioApi } from "./studio-api.ts";
import type { StudioDeps } from "./studio-deps.ts";
import { whenAsked } from "./when-asked.ts";
import type { Asset } from "#src/model/email.ts";
import { LetterpressError } from "#src/model/errors.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** Often enough that no proxy or browser considers the stream dead. */
const HEARTBEAT_MS = 20_000;

/** Answers what the pages of `letterpress dev` ask. Served behind `createPages`, on this machine only. */
export function createStudio(deps: StudioDeps): Hono {
  const app = new Hono();
  app.route("/api", studioApi(deps));
  app.route(
    "/",
    whenAsked("/sent", deps, async (opened) => (await import("./sent-email.ts")).sentEmail(opened), "/"),
  );
  app.route(
    "/",
    whenAsked(
      "/webhooks",
      deps,
      async (opened) => (await import("./studio-webhook.ts")).studioWebhook(opened),
      "/",
    ),
  );
  app.get("/api/events", (context) =>
    streamSSE(context, async (stream) => {
      const send = (event: string, data = event) => void stream.writeSSE({ event, data });
      const stop = deps.watch(() => {
        send("change");
        // The page asks for the findings itself, and need not wait for them to learn that there is another email.
        void newestEmail(deps).then((email) => email !== null && send("email", JSON.stringify(email)));
      });
      const heartbeat = setInterval(() => send("still"), HEARTBEAT_MS);
      send("hello");
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(heartbeat);
      stop();
    }),
  );
  app.get("/email/:slug", async (context) => {
    const made = await deps.source.email(context.req.param("slug"));
    if (made?.email == null) return context.text("There is no email.\n", 404);
    const query = (name: string) => context.req.query(name);
    const email = await askedEmail(deps, made, query("version"));
    if (email === null) return context.text("No such version was mailed.\n", 404);
    const { html } = personalise(email, (await shownTo(query, made, email, deps.opened)).values);
    const view = { images: query("images") !== "off", styles: query("styles") !== "off" };
    deps.source.shown(context.req.param("slug"));
    return context.html(viewOf(html, made.project.newsletter.url, view), 200, {
      "content-security-policy": EMAIL_POLICY,
    });
  });
  app.get("/mail/:id", async (context) => {
    const { sandbox } = await deps.opened();
    const html = sandbox?.inbox.get(context.req.param("id"))?.html;
    if (html == null) return context.text("There is no such mail, or it has no HTML.\n", 404);
    const { newsletter } = await deps.source.project();
    const view = { images: true, styles: true };
    return context.html(viewOf(html, newsletter.url, view), 200, { "content-security-policy": EMAIL_POLICY });
  });
  app.get("/a/:file", async (context) => {
    const key = context.req.param("file").replace(/\.[a-z0-9]+$/, "");
    // A mail from an hour ago may show pictures that the issue no longer has: the ledger keeps what was mailed.
    const asset = deps.source.asset(key) ?? (await keptAsset((await deps.opened()).ledger, key));
    if (asset === null) return context.notFound();
    return context.body(new Uint8Array(asset.bytes), 200, { "content-type": asset.mediaType });
  });
  app.all("/api/*", (context) => context.json({ message: "The studio has no such address." }, 404));
  app.onError((error, context) => {
    const own = error instanceof LetterpressError ? error : null;
    const said = { code: own?.code ?? "internal", message: error.message, hint: own?.hint ?? null };
    const isAsked = own !== null && /^(?:usage|studio)\//.test(own.code);
    return context.json(said, isAsked ? 400 : 500);
  });
  return app;
}

async function keptAsset(ledger: Ledger | null, key: string): Promise<Asset | null> {
  if (ledger === null) return null;
  const { loadAsset } = await import("#src/store/database/assets.ts");
  return loadAsset(ledger.db, key);
}

/** Returns the email that is on the screen, after a save; null if there is none, and the page says why. */
async function newestEmail({ source }: StudioDeps): Promise<{ slug: string; digest: string } | null> {
  const slug = source.latest();
  if (slug === null) return null;
  const made = await source.email(slug).catch(() => null);
  return made?.email == null ? null : { slug, digest: made.email.digest };
}
