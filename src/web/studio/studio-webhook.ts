import type { Hono } from "hono";
import { watchBrake } from "#src/app/schedule/watch-brake.ts";
import type { App } from "#src/app/open-app.ts";
import { addWebhook } from "#src/web/webhook.ts";

/** Hear from the sandbox what becomes of mail, as `serve` hears it from Resend. */
export function addStudioWebhook(app: Hono, opened: App): void {
  const { ledger, config } = opened;
  const onError = (error: unknown) => opened.log("error", { message: String(error) });
  const brakes = watchBrake(opened, { onError });
  const { webhookSecrets, suppressionKey } = config;
  addWebhook(app, { ledger, webhookSecrets, suppressionKey, onEvent: brakes.event });
}
