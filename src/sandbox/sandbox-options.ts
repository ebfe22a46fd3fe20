import type { Clock } from "#src/model/clock.ts";
import type { ApiKey } from "#src/sandbox/team/api-keys.ts";
import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";

export interface SandboxKey {
  readonly token: string;
  readonly name?: string;
  readonly permission?: ApiKey["permission"];
  /** A sending key may be bound to one of the `domains`, by name. */
  readonly domain?: string;
  readonly state?: ApiKey["state"];
}

export interface SandboxDomain {
  readonly name: string;
  readonly status?: "not_started" | "pending" | "verified" | "failed";
  readonly openTracking?: boolean;
  readonly clickTracking?: boolean;
}

export interface SandboxOptions {
  /** 0, the default: any free one. */
  readonly port?: number;
  readonly host?: "127.0.0.1";
  /** The machine's clock by default. */
  readonly clock?: Clock;
  /** Where faults and orders of delivery by chance begin; the same seed repeats them. 1 by default. */
  readonly seed?: number;
  /** Keys besides the two every sandbox has. */
  readonly keys?: readonly SandboxKey[];
  /** Domains mail may come from (verified unless said otherwise). Without this, mail may come from any. */
  readonly domains?: readonly (string | SandboxDomain)[];
  /** Webhooks from the start; all events and a new secret unless said otherwise. */
  readonly webhooks?: readonly WebhookOptions[];
  /** Limits and everything else that can be switched. */
  readonly switches?: SwitchesInput;
  /** Whose address onboarding@resend.dev may mail. */
  readonly owner?: string;
  /** Names a `Host` header may have, besides localhost, 127.0.0.1 and [::1]. */
  readonly hosts?: readonly string[];
  /** What the inbox keeps to look at: compressed bytes of bodies (64 MB) and messages (100,000). Counts are never capped. */
  readonly inboxBytes?: number;
  readonly inboxMessages?: number;
  /** Tags that `inbox.countsByAddress` can tell apart; lp_send and lp_issue by default. */
  readonly countBy?: readonly string[];
  /** Hears of errors inside the sandbox, which its clients see as 500 `application_error`. Node warns of them by default. */
  readonly report?: (error: Error) => void;
}

export interface WebhookOptions {
  readonly endpoint: string;
  readonly events?: readonly string[];
  /** `whsec_` and base64. */
  readonly secret?: string;
}
