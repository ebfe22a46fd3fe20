import { type Finding, hasErrors } from "#src/model/finding.ts";
import { shortCommit } from "#src/store/sends/commit.ts";
import { mayPause, pauseHint } from "#src/model/states.ts";
import { pauseSend } from "#src/send/decide-send.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import type { IssueRow } from "#src/store/issues/issues.ts";
import { type SendRow, sendById } from "#src/store/sends/sends.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import type { App } from "#src/app/open-app.ts";
import { lastMoment, sendTime } from "./send-time.ts";
import { type Standing, olderFinding } from "./stands-at.ts";

/** What became of the issue: see `ScheduleChange`. */
interface Left {
  readonly change: "older" | "waits";
  readonly send: SendRow | null;
  readonly findings: readonly Finding[];
}

interface Older {
  readonly row: IssueRow;
  /** The latest send of the issue, which has not started. */
  readonly last: SendRow;
  readonly here: Standing;
}

/**
 * Reads a file whose commit is known not to come after the commit of its send. The file changes nothing, with a warning if it
 * would have changed something: somebody has checked out another branch for a while, or two checkouts take turns on one
 * ledger. If the file is a draft, the send waits: nobody knows whether somebody has taken the issue back or is only looking at
 * the past.
 */
export async function readOlder(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  { row, last, here }: Older,
): Promise<Left | null> {
  const { issue } = parsed;
  const { ledger } = app;
  if (issue?.trigger != null) return null;
  const finding = olderFinding(parsed, last, here);
  const warning: Left = { change: "older", send: last, findings: [finding] };
  if (last.state === "canceled") {
    const isWanted = row.word !== "canceled" && row.word !== "unscheduled";
    if (issue === null || issue.draft || hasErrors(parsed.findings) || !isWanted) return null;
    const time = await sendTime(ledger, issue, undefined);
    return time === null || lastMoment(time) <= app.clock.now() ? null : { ...warning, send: null };
  }
  if (issue === null || hasErrors(parsed.findings)) return warning;
  if (issue.draft) {
    // A person who has resumed the send since, or has scheduled it by hand, has seen the draft.
    const isDecided = row.word === "scheduled" || last.scheduled_by !== "file";
    if (isDecided || !mayPause("older", last.state)) return null;
    const note = `Its file is a draft in commit ${shortCommit(here.commit ?? "")}, which does not come after the one it was scheduled from.`;
    await pauseSend(ledger, row.slug, "older", note);
    const findings = [{ ...finding, hint: pauseHint({ reason: "older" }, row.slug) }];
    return { change: "waits", send: (await sendById(ledger.db, last.id)) ?? last, findings };
  }
  const { email } = await composeIssue(project, parsed, { now: app.clock.now(), ledger });
  const time = await sendTime(ledger, issue, last);
  const moves = row.word !== "scheduled" && time !== null && time.dueAt !== last.due_at;
  return email?.digest === last.email_digest && !moves ? null : warning;
}
