import type { Hono } from "hono";
import type { WebDeps } from "./web-deps.ts";

/** Headers that a proxy adds to a request it forwards. */
const HANDED_ON = ["x-forwarded-for", "forwarded", "via", "x-real-ip"];

/**
 * `GET /metrics` for Prometheus, asked at this port itself. A request through the proxy comes from the public, which need
 * not know how many readers there are: it gets "not found".
 */
export function addMetrics(app: Hono, { metrics }: WebDeps): void {
  if (metrics === undefined) return;
  app.get("/metrics", async (context) => {
    if (HANDED_ON.some((name) => context.req.header(name) !== undefined)) return context.notFound();
    return context.body(await metrics.text(), 200, { "Content-Type": metrics.contentType });
  });
}
