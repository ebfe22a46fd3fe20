import type { Hono } from "hono";
import type { WebDeps } from "./web-deps.ts";

/** What a proxy writes when it hands on somebody else's request. */
const HANDED_ON = ["x-forwarded-for", "forwarded", "via", "x-real-ip"];

/**
 * `GET /metrics` for Prometheus, asked at this port itself. What came through the proxy came from the world, which
 * need not know how many readers there are: it gets the page that is not there.
 */
export function addMetrics(app: Hono, { metrics }: WebDeps): void {
  if (metrics === undefined) return;
  app.get("/metrics", async (context) => {
    if (HANDED_ON.some((name) => context.req.header(name) !== undefined)) return context.notFound();
    return context.body(await metrics.text(), 200, { "Content-Type": metrics.contentType });
  });
}
