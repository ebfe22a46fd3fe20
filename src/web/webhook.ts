import type { Hono } from "hono";
import { readEvent } from "#src/resend/read-event.ts";
import { takeEvent } from "#src/track/take-event.ts";
import type { WebDeps } from "./web-deps.ts";

/**
 * `POST /webhooks/resend`: an event is answered with 200 only once it is on disk, because Resend forgets what was
 * acknowledged. Anything that fails before is no 2xx, and Resend comes again for a day.
 */
export function addWebhook(app: Hono, deps: WebDeps): void {
  app.post("/webhooks/resend", async (context) => {
    // The signature covers the bytes as they came.
    const body = Buffer.from(await context.req.arrayBuffer()).toString("utf8");
    const event = readEvent(body, context.req.header(), deps.webhookSecrets);
    if ("refused" in event) {
      deps.metrics?.event("unknown", "refused");
      return context.json({ error: event.refused }, 400);
    }
    const { result, sendId } = await takeEvent(deps.ledger, event, deps);
    deps.metrics?.event(event.type, result);
    if (result === "applied" && sendId !== null) deps.onEvent?.(sendId);
    return context.json({ result }, 200);
  });
}
