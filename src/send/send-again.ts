import { LetterpressError } from "#src/model/errors.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { countDropped, giveUpDropped } from "#src/store/audience/dropped.ts";
import { refusedReaders } from "#src/store/audience/part-where.ts";
import { previewAudience } from "#src/store/audience/preview-audience.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, insertSend, latestSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

/** The readers to whom an issue is sent again: those whom Resend refused, or those whose message its quota stopped. */
export type Missed = "refused" | "dropped";

/**
 * Records a new send of an issue to exactly the readers who missed it in the given way and are still members: the same email,
 * due now, all at once. Uncertain recipients are not among them. The old deliveries that the quota stopped become `refused`,
 * reason `dropped`. Throws `send/wrong-state` unless the last send of the issue is over and was not canceled.
 */
export async function scheduleAgain(
  ledger: Ledger,
  slug: string,
  { missed, person }: { readonly missed: Missed; readonly person: string },
): Promise<SendRow> {
  const now = ledger.clock.now();
  return ledger.db.transaction().execute(async (db) => {
    const last = await finishedSend({ db }, slug);
    if (missed === "dropped") await giveUpDropped(db, last.issue_id);
    // All at once, and to them alone.
    const settings: SendSettings = { ...settingsOf(last), local: null, wave: null, part: { kind: missed } };
    return insertSend(
      db,
      {
        kind: "issue",
        issue_id: last.issue_id,
        email_digest: last.email_digest,
        list: last.list,
        segment: last.segment,
        zone: last.zone,
        due_at: now,
        scheduled_by: person,
        git_commit: last.git_commit,
        // Not `scheduled`: a reading of the files at this moment would take it for the issue's own send.
        state: "planning",
        settings,
      },
      now,
    );
  });
}

/** Counts the readers whom `scheduleAgain` would reach: they missed the issue that way, are still on its list and got nothing since. */
export async function countMissed(ledger: Ledger, slug: string, missed: Missed): Promise<number> {
  const { issue_id: issueId, list } = await finishedSend(ledger, slug);
  const now = ledger.clock.now();
  if (missed === "dropped") return countDropped(ledger.db, { issueId, list, now });
  const request = { issueId, list, segment: refusedReaders(issueId), now };
  return (await previewAudience(ledger.db, request)).recipients;
}

/** The last send of an issue, which must be over. */
async function finishedSend({ db }: Pick<Ledger, "db">, slug: string): Promise<SendRow> {
  const issue = await findIssue(db, slug);
  const last = issue && (await latestSend(db, issue.id));
  if (last?.state === "submitted_with_failures" || last?.state === "submitted") return last;
  const is = last === undefined ? "was never scheduled" : `is ${last.state}`;
  const hint =
    last === undefined || last.state === "canceled"
      ? { hint: `\`letterpress send ${slug}\` offers it to everybody who does not have it.` }
      : {};
  throw new LetterpressError("send/wrong-state", `Expected a send of ${slug} that is over, but it ${is}.`, {
    slug,
    ...hint,
  });
}
