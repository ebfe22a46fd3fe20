import type { Hono } from "hono";
import { loadAsset } from "#src/store/database/assets.ts";
import type { WebDeps } from "#src/web/web-deps.ts";

/**
 * `/a/<key>.<ext>`: an issue's images, permanently. The key identifies source and recipe, so a client may cache an image
 * without limit; mail clients' proxies do.
 */
export function addImages(app: Hono, { ledger }: WebDeps): void {
  app.get("/a/:file{[0-9a-f]{32}\\.[a-z0-9]{2,5}}", async (context) => {
    const key = context.req.param("file").slice(0, 32);
    const asset = await loadAsset(ledger.db, key);
    if (asset === null) return context.notFound();
    const etag = `"${key}"`;
    context.header("ETag", etag);
    context.header("Cache-Control", "public, max-age=31536000, immutable");
    context.header("Cross-Origin-Resource-Policy", "cross-origin");
    // An SVG opened by itself is a document: it must not run or load anything.
    context.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    const known = context.req.header("if-none-match") ?? "";
    if (known === "*" || known.split(",").some((one) => one.trim().replace(/^W\//, "") === etag)) {
      return context.body(null, 304);
    }
    return context.body(new Uint8Array(asset.bytes), 200, { "Content-Type": asset.mediaType });
  });
}
