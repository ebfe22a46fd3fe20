import type { ApiKey, ApiKeys } from "./api-keys.ts";
import type { ChooseFault } from "./choose-fault.ts";
import type { DeliverMail } from "./deliver-mail.ts";
import type { Domains } from "./domains.ts";
import type { Hooks } from "./hooks.ts";
import type { Idempotency } from "./idempotency.ts";
import type { InboxStore } from "./inbox.ts";
import type { Quota } from "./quota.ts";
import type { RateWindow } from "./rate-window.ts";
import type { Suppressions } from "./suppressions.ts";
import type { SwitchBoard, Switches } from "./switches.ts";
import type { Timeline } from "./timeline.ts";
import type { WebhookEndpoints } from "./webhook-endpoints.ts";
import type { WebhookSender } from "./webhook-sender.ts";

/** Everything one sandbox is made of: one team at Resend, its mail and its faults. */
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
  readonly quota: Quota;
  readonly idempotency: Idempotency;
  readonly inbox: InboxStore;
  readonly mail: DeliverMail;
  /** The only address that mail from onboarding@resend.dev may go to, besides the test addresses. */
  readonly owner: string;
  /** Names a `Host` header may have. */
  readonly hosts: ReadonlySet<string>;
}

/** A request that has a known key and passed the limits, as a route sees it. */
export interface ApiRequest {
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly idempotencyKey: string | null;
  readonly apiKey: ApiKey;
  /** The body's bytes as they came. */
  readonly raw: Buffer;
  readonly header: (name: string) => string | undefined;
  readonly query: (name: string) => string | undefined;
  /** A part of the path, by the name the route gives it. */
  readonly param: (name: string) => string;
}
