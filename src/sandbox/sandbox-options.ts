import type { Clock } from "#src/model/clock.ts";
import type { ApiKey } from "#src/sandbox/team/api-keys.ts";
import type { Domain } from "#src/sandbox/team/domains.ts";
import type { SwitchesInput } from "#src/sandbox/faults/switches.ts";

interface SandboxKey extends Partial<Pick<ApiKey, "name" | "permission" | "state">> {
  readonly token: string;
  /** The name of one of the `domains`, to which a sending key may be bound. */
  readonly domain?: string;
}

interface SandboxDomain extends Partial<
  Pick<Domain, "status" | "records" | "sending" | "openTracking" | "clickTracking">
> {
  readonly name: string;
}

export interface SandboxOptions {
  /** The root of the project to which the sandbox belongs. Without it, any project may use the sandbox. */
  readonly project?: string | null;
  /** 0, the default: any free port. */
  readonly port?: number;
  readonly host?: "127.0.0.1";
  /** Default: the machine's clock. */
  readonly clock?: Clock;
  /** Seed of random faults and delivery orders; the same seed repeats them. Default 1. */
  readonly seed?: number;
  /** Keys in addition to the two that every sandbox has. */
  readonly keys?: readonly SandboxKey[];
  /** Domains that mail may come from (verified by default). Without this, mail may come from any domain. */
  readonly domains?: readonly (string | SandboxDomain)[];
  /** Webhooks that exist from the start, by default for all events and with a new secret. */
  readonly webhooks?: readonly WebhookOptions[];
  /** Limits and all other switches. */
  readonly switches?: SwitchesInput;
  /** The owner's address, which onboarding@resend.dev may mail. */
  readonly owner?: string;
  /** Accepted names in a `Host` header besides localhost, 127.0.0.1 and [::1]. */
  readonly hosts?: readonly string[];
  /** How much the inbox keeps for inspection: compressed bytes of bodies (64 MB) and messages (100,000). Counts are never capped. */
  readonly inboxBytes?: number;
  readonly inboxMessages?: number;
  /** Tags that `inbox.countsByAddress` can count by; default lp_send and lp_issue. */
  readonly countBy?: readonly string[];
  /** Receives errors inside the sandbox, which clients see as 500 `application_error`. By default Node prints a warning. */
  readonly report?: (error: Error) => void;
}

export interface WebhookOptions {
  readonly endpoint: string;
  readonly events?: readonly string[];
  /** `whsec_` and base64. */
  readonly secret?: string;
}
