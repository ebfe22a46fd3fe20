import { Hono } from "hono";
import { watchBrake } from "#src/app/schedule/watch-brake.ts";
import { addWebhook } from "#src/web/webhook.ts";
import type { OpenedDeps } from "./studio-deps.ts";

/**
 * Hears from the sandbox what becomes of mail, as `serve` hears it from Resend: the sandbox signs as Resend does. Resend itself reports to
 * `serve`, because nothing on the web reaches this machine.
 */
export function studioWebhook({ app: opened, destination }: OpenedDeps): Hono {
  const app = new Hono();
  if (opened === null || destination !== "sandbox") return app;
  const { ledger, config } = opened;
  const onError = (error: unknown) => opened.log("error", { message: String(error) });
  const brakes = watchBrake(opened, { onError });
  const { webhookSecrets, suppressionKey } = config;
  addWebhook(app, { ledger, webhookSecrets, suppressionKey, onEvent: brakes.event });
  return app;
}
