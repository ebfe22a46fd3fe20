import type { Remark, Remarked } from "#src/app/share/mail-remark.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import type { TokenKeys } from "#src/model/token.ts";
import type { Ledger } from "#src/store/database/ledger.ts";

/** What the public pages and the webhook need. */
export interface WebDeps {
  readonly ledger: Ledger;
  readonly newsletter: Newsletter;
  readonly tokenKeys: TokenKeys;
  /** `whsec_…`; several while a secret is being replaced. Without any, every webhook is refused. */
  readonly webhookSecrets: readonly string[];
  readonly suppressionKey: string;
  /** How many of our own proxies are in front of this process and append to X-Forwarded-For; default 0. */
  readonly trustProxy?: number;
  /** Called after an event of this send was applied: the moment to check the brake. */
  readonly onEvent?: (sendId: number) => void;
  /** Counts incoming events and answers `GET /metrics`; without it that page does not exist. */
  readonly metrics?: {
    readonly event: (type: string, result: string) => void;
    readonly text: () => Promise<string>;
    readonly contentType: string;
  };
  /** Mails a remark about a shared page to the editors. Without it there is nobody to mail one to. */
  readonly onRemark?: (remark: Remark) => Promise<Remarked>;
  /** Called when a request failed because of us, not because of the client. */
  readonly onError?: (error: unknown) => void;
}
