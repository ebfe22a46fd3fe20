import { readFileSync } from "node:fs";
import { Hono } from "hono";
import { localOnly } from "./local-only.ts";
import { studioFile } from "./studio-files.ts";

/** For every answer without a policy of its own: our files only, no plugin, no form, no framing by other sites. */
const HEADERS: Readonly<Record<string, string>> = {
  // The components set sizes and colours in `style`.
  "content-security-policy":
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** The addresses that the studio answers; every other address is a page. */
const ASKED = /^\/(?:api|email|mail|a|sent|webhooks)\//;

/**
 * Serves the studio's pages, on this machine only, and passes on to `studio` what they ask. `studio` may still be loading: meanwhile the
 * browser, which has its own work to do with a page, begins. `onPage` is told of each page that is opened.
 */
export function createPages(
  studio: Promise<Pick<Hono, "fetch">>,
  onPage: (path: string) => void = () => undefined,
): Hono {
  const app = new Hono();
  app.use(localOnly);
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(HEADERS)) {
      if (!context.res.headers.has(name)) context.header(name, value);
    }
  });
  app.get("/assets/:file", (context) => {
    const file = studioFile(`assets/${context.req.param("file")}`);
    if (file === null) return context.notFound();
    // The names of these files hold the hash of their bytes.
    const kept = { "cache-control": "public, max-age=31536000, immutable" };
    return context.body(readFileSync(file.path), 200, { "content-type": file.mediaType, ...kept });
  });
  app.all("*", async (context) => {
    const { path, method, raw } = context.req;
    if (ASKED.test(path) || !["GET", "HEAD"].includes(method)) return (await studio).fetch(raw, context.env);
    const file = studioFile("index.html");
    if (file === null) return context.text(NOT_BUILT, 500);
    onPage(path);
    return context.html(readFileSync(file.path, "utf8"));
  });
  return app;
}

const NOT_BUILT = "The studio's pages are not built. Run `npm run studio`, and load this page again.\n";
