import type { Resend } from "resend";
import { type Answer, askResend } from "./ask-resend.ts";
import type { Page } from "./broadcasts.ts";

/** A webhook of the team; it may belong to another program. */
export interface Webhook {
  readonly id: string;
  readonly endpoint: string;
  /** Names of events; null for all. */
  readonly events: readonly string[] | null;
  readonly isEnabled: boolean;
}

type Events = Parameters<Resend["webhooks"]["create"]>[0]["events"];

export function listWebhooks({ webhooks }: Resend, after: string | null): Promise<Answer<Page<Webhook>>> {
  return askResend(
    (options) => webhooks.list({ limit: 100, ...(after === null ? {} : { after }) }, options),
    ({ data, has_more: more }) => ({
      items: data.map(({ id, endpoint, events, status }) => {
        if (typeof id !== "string" || typeof endpoint !== "string") throw new TypeError("not a webhook");
        return { id, endpoint, events: events ?? null, isEnabled: status !== ("disabled" as string) };
      }),
      hasMore: more === true,
    }),
  );
}

/** The secret with which the webhook signs: `whsec_…`. */
export function readWebhookSecret({ webhooks }: Resend, id: string): Promise<Answer<string>> {
  return askResend((options) => webhooks.get(id, options), secretOf);
}

/**
 * Creates a webhook and returns its signing secret. A repeat makes a second webhook, so after an unclear answer the
 * list must be read first.
 */
export function createWebhook(
  { webhooks }: Resend,
  { endpoint, events }: { readonly endpoint: string; readonly events: readonly string[] },
): Promise<Answer<string>> {
  return askResend(
    (options) => webhooks.create({ endpoint, events: [...events] as Events }, options),
    secretOf,
  );
}

/** Enables the webhook, for these events and no others. */
export function enableWebhook(
  { webhooks }: Resend,
  { id, events }: { readonly id: string; readonly events: readonly string[] },
): Promise<Answer<true>> {
  return askResend(
    (options) => webhooks.update(id, { events: [...events] as Events, status: "enabled" }, options),
    () => true,
  );
}

function secretOf({ signing_secret: secret }: { readonly signing_secret?: string }): string | null {
  return typeof secret === "string" && secret.startsWith("whsec_") ? secret : null;
}
