import type { Asset, Email, Message, SlotValues } from "#src/model/email.ts";
import type { Finding } from "#src/model/finding.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Newsletter } from "#src/model/newsletter.ts";

/** What the preview needs. It reads no file and no ledger itself, and writes nothing. */
export interface DevDeps {
  /** Everything on the list page, read again for each request. */
  readonly overview: () => Promise<Overview>;
  /** One issue as its file is now; null if there is no issue with this slug. */
  readonly preview: (slug: string) => Promise<Preview | null>;
  /** A picture of a previewed issue; null if none has this key. */
  readonly asset: (key: string) => Asset | null;
  /** An email for one reader. */
  readonly personalise: (email: Email, values: SlotValues) => Message;
  /** Calls back after every saved change in the project. Returns a function that stops it. */
  readonly watch: (onChange: () => void) => () => void;
  /** Address of the sandbox's inbox; null if the sandbox is not running. */
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
  /** Null if the file does not parse. */
  readonly issue: Issue | null;
  /** Null if it cannot be rendered; the findings say why. */
  readonly email: Email | null;
  readonly findings: readonly Finding[];
}
