import { LetterpressError } from "#src/model/errors.ts";
import { newId } from "#src/model/ids.ts";
import type { SendSettings } from "#src/model/send-settings.ts";
import type { Ledger } from "#src/store/ledger.ts";
import { findIssue } from "#src/store/issues.ts";
import { type PlanRequest, previewAudience, refusedReaders } from "#src/store/plan.ts";
import { type SendRow, insertSend, latestSend } from "#src/store/sends.ts";

/** Who would get an issue that Resend refused for them, as of now: refused, still on the list, and nothing since. */
export async function countRefused(ledger: Ledger, slug: string): Promise<number> {
  const last = await finishedSend(ledger, slug);
  const request: PlanRequest = {
    sendId: last.id,
    issueId: last.issue_id,
    list: last.list,
    segment: refusedReaders(last.issue_id),
    attributes: [],
    dueAt: 0,
    local: null,
    wave: null,
    now: ledger.clock.now(),
  };
  return (await previewAudience(ledger.db, request)).recipients;
}

/**
 * Record a new send of an issue to exactly those whom Resend definitely refused and who are still members: the same
 * email, due now, all at once. Who is uncertain is no part of it. Throws `send/wrong-state` while a send of the issue
 * is under way.
 */
export async function scheduleRefused(ledger: Ledger, slug: string, person: string): Promise<SendRow> {
  const last = await finishedSend(ledger, slug);
  const now = ledger.clock.now();
  const settings: SendSettings = {
    ...(JSON.parse(last.settings) as SendSettings),
    local: null,
    wave: null,
    refusedOnly: true,
  };
  return insertSend(ledger.db, {
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
}

async function finishedSend(ledger: Ledger, slug: string): Promise<SendRow> {
  const issue = await findIssue(ledger.db, slug);
  const last = issue && (await latestSend(ledger.db, issue.id));
  if (last?.state === "submitted_with_failures" || last?.state === "submitted") return last;
  const is = last === undefined ? "was never scheduled" : `is ${last.state}`;
  throw new LetterpressError("send/wrong-state", `Expected a send of ${slug} that is over, but it ${is}.`);
}
