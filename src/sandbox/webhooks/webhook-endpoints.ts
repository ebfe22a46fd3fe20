import { randomBytes, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { Clock } from "#src/model/clock.ts";
import { LetterpressError } from "#src/model/errors.ts";
import { SENT_EVENTS } from "#src/sandbox/mail/behaviour.ts";
import type { WebhookOptions } from "#src/sandbox/sandbox-options.ts";
import { createRegistry } from "#src/sandbox/team/registry.ts";

export interface WebhookEndpoint {
  readonly id: string;
  readonly createdAt: number;
  /** `whsec_` and base64, as standardwebhooks expects it. */
  signingSecret: string;
  endpoint: string;
  /** Names of events. */
  events: readonly string[];
  status: "enabled" | "disabled";
  /** When its deliveries began to fail, with no success since; null while they succeed. */
  failingSince: number | null;
}

/** Events that a webhook may subscribe to: Resend has more than the sandbox sends. */
export const isKnownEvent = (name: string) =>
  SENT_EVENTS.some((known) => known === name) || MORE_EVENTS.test(name);

const MORE_EVENTS =
  /^(email\.received|domain\.(created|updated|deleted)|topic\.(created|updated|deleted)|inbox\.[a-z.]+)$/;

export type WebhookEndpoints = ReturnType<typeof createWebhookEndpoints>;

export function createWebhookEndpoints(clock: Clock) {
  const endpoints = createRegistry<WebhookEndpoint>();
  return {
    ...endpoints,
    /** Finds the webhook of this address, however the address is written. */
    at: (endpoint: string) => endpoints.find((one) => plain(one.endpoint) === plain(endpoint)),
    /** Adds a webhook. Throws `usage/invalid` for an address or secret that could never work. */
    add({ endpoint, events = SENT_EVENTS, secret }: WebhookOptions): WebhookEndpoint {
      const signingSecret = secret ?? `whsec_${randomBytes(24).toString("base64")}`;
      checkDeliverable(endpoint, signingSecret);
      return endpoints.add({
        id: randomUUID(),
        createdAt: clock.now(),
        signingSecret,
        endpoint,
        events: [...events],
        status: "enabled",
        failingSince: null,
      });
    },
  };
}

function plain(endpoint: string): string {
  if (!URL.canParse(endpoint)) return endpoint;
  const url = new URL(endpoint);
  if (url.hostname === "localhost") url.hostname = "127.0.0.1";
  return url.href.replace(/\/+$/, "");
}

function checkDeliverable(endpoint: string, secret: string): void {
  if (!/^https?:\/\//.test(endpoint) || !URL.canParse(endpoint)) {
    throw new LetterpressError(
      "usage/invalid",
      `Expected a webhook address that starts with http:// or https://, got ${endpoint}.`,
    );
  }
  try {
    void new Webhook(secret);
  } catch (error) {
    throw new LetterpressError(
      "usage/invalid",
      "Expected a webhook secret of the form `whsec_` and base64.",
      { cause: error },
    );
  }
}
