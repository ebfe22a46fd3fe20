import type { ApiKey, ApiKeys } from "./api-keys.ts";
import type { ChooseFault } from "#src/sandbox/faults/choose-fault.ts";
import type { DeliverMail } from "#src/sandbox/mail/deliver-mail.ts";
import type { Domains } from "./domains.ts";
import type { Hooks } from "#src/sandbox/faults/hooks.ts";
import type { Idempotency } from "#src/sandbox/api/idempotency.ts";
import type { InboxStore } from "#src/sandbox/inbox/inbox.ts";
import type { TeamQuota } from "./team-quota.ts";
import type { RateWindow } from "#src/sandbox/api/rate-window.ts";
import type { Suppressions } from "#src/sandbox/mail/suppressions.ts";
import type { SwitchBoard, Switches } from "#src/sandbox/faults/switches.ts";
import type { Timeline } from "#src/sandbox/mail/timeline.ts";
import type { WebhookEndpoints } from "#src/sandbox/webhooks/webhook-endpoints.ts";
import type { WebhookSender } from "#src/sandbox/webhooks/webhook-sender.ts";

/** All parts of one sandbox: one team at Resend, its mail and its faults. */
export interface World {
  readonly timeline: Timeline;
  readonly board: SwitchBoard;
  readonly switches: Switches;
  readonly chooseFault: ChooseFault;
  readonly hooks: Hooks;
  readonly keys: ApiKeys;
  readonly domains: Domains;
  readonly suppressions: Suppressions;
  readonly endpoints: WebhookEndpoints;
  readonly webhooks: WebhookSender;
  readonly rateWindow: RateWindow;
  readonly quota: TeamQuota;
  readonly idempotency: Idempotency;
  readonly inbox: InboxStore;
  readonly mail: DeliverMail;
  /** The only address, besides the test addresses, that onboarding@resend.dev may mail. */
  readonly owner: string;
  /** Accepted names in a `Host` header. */
  readonly hosts: ReadonlySet<string>;
}

/** A request with a known key that passed the limits, as a route sees it. */
export interface ApiRequest {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | null;
  readonly apiKey: ApiKey;
  /** The exact bytes of the body. */
  readonly raw: Buffer;
  readonly header: (name: string) => string | undefined;
  readonly query: (name: string) => string | undefined;
  /** A part of the path, by its name in the route. */
  readonly param: (name: string) => string;
}
