import { type EmailChanges, compareEmails } from "#src/app/gate/compare-emails.ts";
import { compareTest } from "#src/app/gate/compare-test.ts";
import type { Email } from "#src/model/email.ts";
import type { Issue } from "#src/model/issue.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { loadEmail } from "#src/store/issues/emails.ts";
import { readStatus } from "#src/store/sends/status.ts";

/** An email of the issue that was mailed to somebody, or will be. */
interface EarlierVersion {
  readonly kind: "tested" | "scheduled" | "sent";
  /** ms UTC. */
  readonly at: number;
  readonly digest: string;
  /** What is different now; null if every byte is the same. */
  readonly changes: EmailChanges | null;
}

/** The last test of an issue and its last send, each with what has changed since; empty if it has had neither. */
export async function earlierVersions(
  ledger: Ledger | null,
  issue: Issue | null,
  email: Email | null,
): Promise<readonly EarlierVersion[]> {
  if (ledger === null || issue === null || email === null) return [];
  const tested = await compareTest(ledger, issue, email);
  const versions: EarlierVersion[] = [];
  if (tested.kind === "tested") {
    const { kind, at, digest, changes } = tested;
    versions.push({ kind, at, digest, changes });
  }
  const sends = await readStatus(ledger.db, issue.slug);
  const send = sends.find(({ send: { state } }) => state !== "canceled")?.send;
  if (send !== undefined) {
    const { email_digest: digest, due_at: at, started_at: startedAt } = send;
    // A send that has not started has mailed nobody, also where a question paused it before its plan, or a quota after it.
    const kind = startedAt === null ? "scheduled" : "sent";
    const isSame = digest === email.digest;
    const changes = isSame ? null : await compareEmails(await loadEmail(ledger.db, digest), email);
    versions.push({ kind, at, digest, changes });
  }
  return versions;
}
