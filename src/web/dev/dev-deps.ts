import type { Asset } from "#src/model/asset.ts";
import type { Email, Message, SlotValues } from "#src/model/email.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";

/** What the preview is given. It reads no file and no ledger itself, and it writes nothing at all. */
export interface DevDeps {
  /** Everything on the list page, read anew for each request. */
  readonly overview: () => Promise<Overview>;
  /** One issue as it stands in its file now; null where there is no issue of this slug. */
  readonly preview: (slug: string) => Promise<Preview | null>;
  /** A picture of an issue that was previewed; null where none has this key. */
  readonly asset: (key: string) => Asset | null;
  /** An email for one reader. */
  readonly personalise: (email: Email, values: SlotValues) => Message;
  /** Calls back after every saved change of the project. Returns what stops it. */
  readonly watch: (onChange: () => void) => () => void;
  /** Where the sandbox's inbox is; null where it does not run. */
  readonly sandboxUrl: string | null;
}

export interface Overview {
  readonly newsletter: Newsletter;
  readonly issues: readonly OverviewIssue[];
}

export interface OverviewIssue {
  readonly slug: string;
  readonly path: string;
  readonly title: string;
  readonly section: string | null;
  readonly number: number | null;
  /** In words: `draft`, `scheduled for Tue 1 Dec 2026, 09:00 (America/Lima)`, `submitted`. */
  readonly state: string;
  readonly errors: number;
  readonly warnings: number;
}

export interface Preview {
  readonly newsletter: Newsletter;
  readonly slug: string;
  readonly path: string;
  readonly state: string;
  /** Null where the file does not parse. */
  readonly issue: Issue | null;
  /** Null where it cannot be rendered; the findings say why. */
  readonly email: Email | null;
  readonly findings: readonly Finding[];
}
