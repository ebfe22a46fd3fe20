import type { Newsletter } from "#src/model/newsletter.ts";
import type { TokenKeys } from "#src/model/token.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** What the public pages and the webhook need. */
export interface WebDeps {
  readonly ledger: Ledger;
  readonly newsletter: Newsletter;
  readonly tokenKeys: TokenKeys;
  /** `whsec_…`; more than one while a secret is being replaced. Without any, every webhook is refused. */
  readonly webhookSecrets: readonly string[];
  readonly suppressionKey: string;
  /** How many proxies of ours stand before this process and write X-Forwarded-For; none unless given. */
  readonly trustProxy?: number;
  /** An event of this send was applied: a moment to look at the brake. */
  readonly onEvent?: (sendId: number) => void;
  /** Counts events as they come in, and answers `GET /metrics`; without it there is no such page. */
  readonly metrics?: {
    readonly event: (type: string, result: string) => void;
    readonly text: () => Promise<string>;
    readonly contentType: string;
  };
  /** A request failed through no fault of whoever made it. */
  readonly onError?: (error: unknown) => void;
}
