import type { Issue } from "#src/model/issue.ts";
import { instantInWords } from "#src/model/wall-clock.ts";
import type { ParsedIssue } from "#src/project/load-project.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { readStatus } from "#src/store/sends/status.ts";

/** What became of an issue, or will. */
export interface IssueState {
  readonly kind: "draft" | "ready" | "waiting" | "scheduled" | "sending" | "paused" | "sent" | "unreadable";
  /** For people: `scheduled for Tue 1 Dec 2026, 09:00 (America/Lima)`. */
  readonly words: string;
  /** When it is due, or was, ms UTC. */
  readonly at: number | null;
}

/** The state of the latest send of each issue that has one, by slug. Canceled sends are left out: the file counts again. */
export async function sendStates(ledger: Ledger | null): Promise<ReadonlyMap<string, IssueState>> {
  const states = new Map<string, IssueState>();
  if (ledger === null) return states;
  for (const { send, slug } of await readStatus(ledger.db, null, 1000)) {
    if (slug === null || states.has(slug) || send.state === "canceled") continue;
    const when = instantInWords(send.due_at, send.zone);
    const words = send.state === "scheduled" ? `scheduled for ${when}` : send.state.replaceAll("_", " ");
    states.set(slug, { kind: KINDS[send.state], words, at: send.due_at });
  }
  return states;
}

const KINDS = {
  scheduled: "scheduled",
  planning: "sending",
  submitting: "sending",
  settling: "sending",
  paused: "paused",
  submitted: "sent",
  submitted_with_failures: "sent",
} as const;

/** The state of an issue: that of its send if it has one, else what its file says. */
export function issueState(parsed: ParsedIssue, sends: ReadonlyMap<string, IssueState>): IssueState {
  const { issue, source } = parsed;
  const known = sends.get(source.slug);
  if (known !== undefined) return known;
  if (issue === null) return { kind: "unreadable", words: "not readable", at: null };
  const { sendAt } = issue;
  const at = sendAt === null || sendAt.kind === "next" ? null : sendAt.at;
  if (issue.draft) return { kind: "draft", words: "draft", at };
  if (issue.trigger !== null) return { kind: "waiting", words: WAITS_FOR[issue.trigger], at: null };
  if (sendAt === null) return { kind: "ready", words: "ready, without a time", at };
  if (sendAt.kind === "next") return { kind: "ready", words: "ready for the next free slot", at };
  return { kind: "ready", words: `ready for ${instantInWords(sendAt.at, sendAt.zone)}`, at };
}

/** No time starts a mail of a trigger. */
const WAITS_FOR = {
  confirm: "waits for a sign-up to be confirmed",
  welcome: "waits for a new subscriber",
  change: "waits for a change of address to be confirmed",
  changed: "waits for a reader to change their address",
} as const satisfies Record<NonNullable<Issue["trigger"]>, string>;
