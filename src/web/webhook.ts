import type { Hono } from "hono";
import { readEvent } from "#src/resend/read-event.ts";
import { takeEvent } from "#src/track/take-event.ts";
import type { WebDeps } from "./web-deps.ts";

/**
 * `POST /webhooks/resend`: an event is answered with 200 only once it is on disk, because Resend forgets an acknowledged
 * event. After any earlier failure the answer is not 2xx, and Resend tries again for a day.
 */
export function addWebhook(
  app: Hono,
  deps: Pick<WebDeps, "ledger" | "webhookSecrets" | "suppressionKey" | "metrics" | "onEvent">,
): void {
  app.post("/webhooks/resend", async (context) => {
    // The signature covers the exact bytes received.
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
