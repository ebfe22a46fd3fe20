import type { Asset, Email } from "#src/model/email.ts";
import type { OverruledRule } from "#src/model/finding.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import type { IssueRow } from "#src/store/issues/issues.ts";
import type { SendRow } from "#src/store/sends/sends.ts";

/** What a file, or a person, asks of an issue: this email, to these people, at this time. */
export interface ScheduleRequest {
  readonly issue: IssueRow;
  /** The issue and its live send as they were when the file was read; absent if nobody could decide meanwhile. */
  readonly read?: { readonly issue: IssueRow; readonly live: SendRow | undefined } | undefined;
  readonly email: Email;
  readonly assets: readonly Asset[];
  readonly segment: string | null;
  readonly dueAt: number;
  readonly wallLocal: string | null;
  readonly zone: string;
  /** `file`, or a person: `cli:<user>`. */
  readonly by: string;
  /** The job asks, not a person: then an edit close to the time waits for a person. */
  readonly fromFile: boolean;
  /** A person has looked at the file and approves it, at the time that the send has already. */
  readonly approves?: boolean;
  readonly gitCommit: string | null;
  readonly text?: TextFacts;
  /** Findings of the email that no longer keep it back. A force is remembered in the transaction that schedules this email, or not at all. */
  readonly overruled?: readonly OverruledRule[];
  /** What a person must answer before it may start; absent or null if there is no question. */
  readonly question?: string | null;
  readonly settings: SendSettings;
}

/** What is known of the file that the email was made from. */
interface TextFacts {
  /** SHA-256 (hex) of its text without its `send_at`. */
  readonly textSha: string | null;
  /** The same of its body alone, without whitespace; null for an empty one. */
  readonly bodySha: string | null;
  /** The file stands at the commit of the send, or at one that is known to come after it. */
  readonly isLater: boolean;
  /** A sentence about another issue that was sent with the same body; null if none was. */
  readonly copyOf: string | null;
}

const NO_FACTS: TextFacts = { textSha: null, bodySha: null, isLater: true, copyOf: null };

/** Returns what is known of the file. If nobody looked, nothing speaks against it. */
export function factsOf({ text = NO_FACTS }: ScheduleRequest): TextFacts {
  return text;
}
