import { LetterpressError } from "#src/model/errors.ts";
import { newId } from "#src/model/ids.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import { giveUpDropped } from "#src/store/audience/dropped.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, insertSend, latestSend } from "#src/store/sends/sends.ts";

/** Whom an issue is sent to once more: those whom Resend refused, or those whom its quota kept it from. */
export type Missed = "refused" | "dropped";

/**
 * Record a new send of an issue to exactly those who missed it that way and who are still members: the same email, due
 * now, all at once. Who is uncertain is no part of it. Throws `send/wrong-state` while a send of the issue is under way.
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
    const settings: SendSettings = {
      ...(JSON.parse(last.settings) as SendSettings),
      local: null,
      wave: null,
      refusedOnly: missed === "refused",
      droppedOnly: missed === "dropped",
    };
    return insertSend(db, {
      public_id: newId(),
      kind: "issue",
      issue_id: last.issue_id,
      cause: null,
      email_digest: last.email_digest,
      list: last.list,
      segment: last.segment,
      wall_local: null,
      zone: last.zone,
      due_at: now,
      scheduled_by: person,
      git_commit: last.git_commit,
      // Not `scheduled`: a reading of the files at this moment would take it for the issue's own send.
      state: "planning",
      reason: null,
      note: null,
      settings: JSON.stringify(settings),
      resume_at: null,
      scheduled_at: now,
      planned_at: null,
      started_at: null,
      finished_at: null,
      updated_at: now,
    });
  });
}

/** The last send of an issue, which must be over. */
export async function finishedSend({ db }: Pick<Ledger, "db">, slug: string): Promise<SendRow> {
  const issue = await findIssue(db, slug);
  const last = issue && (await latestSend(db, issue.id));
  if (last?.state === "submitted_with_failures" || last?.state === "submitted") return last;
  const is = last === undefined ? "was never scheduled" : `is ${last.state}`;
  throw new LetterpressError("send/wrong-state", `Expected a send of ${slug} that is over, but it ${is}.`);
}
