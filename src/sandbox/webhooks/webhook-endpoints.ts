import { randomBytes, randomUUID } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { Clock } from "#src/model/clock.ts";
import { LetterpressError } from "#src/model/errors.ts";

export interface WebhookEndpoint {
  readonly id: string;
  readonly createdAt: number;
  /** `whsec_` and base64, as standardwebhooks expects it. */
  readonly signingSecret: string;
  endpoint: string;
  /** Names of events. */
  events: readonly string[];
  status: "enabled" | "disabled";
  /** When its deliveries began to fail, with no success since; null while they succeed. */
  failingSince: number | null;
}

/** `add` throws `usage/invalid` for an address or secret that could never work. */
export interface WebhookEndpoints {
  get(id: string): WebhookEndpoint | null;
  list(): readonly WebhookEndpoint[];
  add(given: {
    endpoint: string;
    events?: readonly string[] | undefined;
    secret?: string | undefined;
  }): WebhookEndpoint;
  remove(id: string): boolean;
}

/** Events the sandbox sends. */
export const SENT_EVENTS = [
  "email.sent",
  "email.scheduled",
  "email.delivered",
  "email.delivery_delayed",
  "email.complained",
  "email.bounced",
  "email.opened",
  "email.clicked",
  "email.failed",
  "email.suppressed",
  "suppression.added",
  "suppression.removed",
] as const;

/** Events that a webhook may subscribe to: Resend has more than the sandbox sends. */
export function isKnownEvent(name: string): boolean {
  return (
    SENT_EVENTS.some((known) => known === name) ||
    /^(email\.received|contact\.(created|updated|deleted|topics\.updated)|domain\.(created|updated|deleted)|topic\.(created|updated|deleted)|inbox\.[a-z.]+)$/.test(
      name,
    )
  );
}

export function createWebhookEndpoints(clock: Clock): WebhookEndpoints {
  const byId = new Map<string, WebhookEndpoint>();
  return {
    get: (id) => byId.get(id) ?? null,
    list: () => [...byId.values()].toReversed(),
    add({ endpoint, events = SENT_EVENTS, secret }) {
      const signingSecret = secret ?? `whsec_${randomBytes(24).toString("base64")}`;
      checkDeliverable(endpoint, signingSecret);
      const webhook: WebhookEndpoint = {
        id: randomUUID(),
        createdAt: clock.now(),
        signingSecret,
        endpoint,
        events: [...events],
        status: "enabled",
        failingSince: null,
      };
      byId.set(webhook.id, webhook);
      return webhook;
    },
    remove: (id) => byId.delete(id),
  };
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
      {
        cause: error,
      },
    );
  }
}
