import { readFileSync } from "node:fs";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { DevDeps } from "./dev-deps.ts";
import { errorPage, missingPage } from "./error-page.ts";
import { issuePage } from "./issue-page.ts";
import { listPage } from "./list-page.ts";
import { shownTo } from "./shown-to.ts";
import { sampleValues } from "#src/app/compose/sample-readers.ts";

const CSS = readFileSync(new URL("dev.css", import.meta.url), "utf8");
const SCRIPT = readFileSync(new URL("dev.js", import.meta.url), "utf8");

/** A page on the web may point its name at 127.0.0.1; its requests still carry that name. */
const HOSTS = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** For every answer without a policy of its own: our files only, no plugin, no form, no framing by other sites. */
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The email may use its own styles and load pictures from here. Neither this policy nor the frame lets a script run. */
const EMAIL_POLICY =
  "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** Often enough that no proxy or browser considers the stream dead. */
const HEARTBEAT_MS = 20_000;

/** The preview of `letterpress dev`. It shows and changes nothing. Served on 127.0.0.1 only. */
export function createDev(deps: DevDeps): Hono {
  const app = new Hono();
  const { sandboxUrl } = deps;

  app.use(async (context, next) => {
    const host = (context.req.header("host") ?? "").replace(/:\d+$/, "");
    if (!HOSTS.has(host)) return context.text("This preview is available on this machine only.\n", 403);
    return next();
  });
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!context.res.headers.has(name)) context.header(name, value);
    }
  });

  app.get("/", async (context) => context.html(listPage(await deps.overview(), sandboxUrl)));

  app.get("/issues/:slug", async (context) => {
    const preview = await deps.preview(context.req.param("slug"));
    if (preview === null) return context.html(missingPage(sandboxUrl), 404);
    const { email } = preview;
    const shown = shownTo((name) => context.req.query(name), email);
    const message =
      email === null
        ? null
        : deps.personalise(
            email,
            sampleValues(shown.reader, preview.newsletter, { ...preview, email, ...shown }),
          );
    return context.html(issuePage(preview, message, shown, sandboxUrl));
  });

  app.get("/issues/:slug/email.html", async (context) => {
    const preview = await deps.preview(context.req.param("slug"));
    if (preview?.email == null) return context.html(missingPage(sandboxUrl), 404);
    const { newsletter, email } = preview;
    const shown = shownTo((name) => context.req.query(name), email);
    const { html } = deps.personalise(
      email,
      sampleValues(shown.reader, newsletter, { ...preview, email, ...shown }),
    );
    // Only this view loads its pictures from here; the email itself keeps its addresses.
    return context.html(html.replaceAll(`${newsletter.url}/a/`, "/a/"), 200, {
      "content-security-policy": EMAIL_POLICY,
    });
  });

  app.get("/a/:file", (context) => {
    const asset = deps.asset(context.req.param("file").replace(/\.[a-z0-9]+$/, ""));
    if (asset === null) return context.notFound();
    return context.body(new Uint8Array(asset.bytes), 200, { "content-type": asset.mediaType });
  });

  app.get("/events", (context) =>
    streamSSE(context, async (stream) => {
      const send = (event: string) => void stream.writeSSE({ event, data: event });
      const stop = deps.watch(() => send("change"));
      const heartbeat = setInterval(() => send("still"), HEARTBEAT_MS);
      send("hello");
      await new Promise<void>((resolve) => stream.onAbort(resolve));
      clearInterval(heartbeat);
      stop();
    }),
  );

  app.get("/dev.css", (context) => context.body(CSS, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/dev.js", (context) =>
    context.body(SCRIPT, 200, { "content-type": "text/javascript; charset=utf-8" }),
  );
  app.notFound((context) => context.html(missingPage(sandboxUrl), 404));
  app.onError((error, context) => context.html(errorPage(error, sandboxUrl), 500));
  return app;
}
