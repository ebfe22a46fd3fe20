import { LetterpressError } from "#src/model/errors.ts";
import { asksForRamp, pauseOf } from "#src/model/states.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import { resumeSend } from "#src/send/decide-send.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { liveSend } from "#src/store/sends/sends.ts";
import type { ComposedIssue } from "#src/app/compose/compose-issue.ts";
import type { App } from "#src/app/open-app.ts";
import { timeToCome } from "#src/app/schedule/approve-issue.ts";
import { type ScheduleOutcome, scheduleIssue } from "#src/app/schedule/schedule-issue.ts";
import { timeOf } from "#src/app/schedule/send-time.ts";
import { standingWord } from "#src/app/schedule/standing-word.ts";
import type { Force } from "./overrule.ts";

/**
 * Approves the file of this checkout for a person although a rule finds an error in it: the issue's send takes
 * this email, and goes on. Unlike any other approval, it never lets the email go that the send had before. Throws
 * `send/wrong-state` if no send waits, or if it has started, and `send/not-compared` if it comes from a backup.
 */
export async function approveForced(
  app: App,
  project: Project,
  parsed: ParsedIssue,
  { composed, force }: { readonly composed: ComposedIssue; readonly force: Force },
): Promise<ScheduleOutcome> {
  const { ledger } = app;
  const { slug } = parsed.source;
  const row = await findIssue(ledger.db, slug);
  const live = row && (await liveSend(ledger.db, row.id));
  if (row === undefined || live === undefined) {
    const hint = `Run \`letterpress schedule ${slug}\` with the same --force.`;
    throw new LetterpressError("send/wrong-state", `No send of ${slug} waits for an approval.`, { hint });
  }
  if (live.planned_at !== null)
    throw new LetterpressError("send/wrong-state", `The send of ${slug} has started.`, { slug });
  if (pauseOf(live)?.asksResend)
    throw new LetterpressError("send/not-compared", `The send of ${slug} comes from a backup.`, { slug });
  const stands = standingWord(row, parsed.issue) === "scheduled";
  const at = stands ? timeOf(live) : await timeToCome(app, parsed, live);
  const outcome = await scheduleIssue(app, project, parsed, {
    by: "file",
    approves: true,
    at,
    composed,
    force,
  });
  // The same word ends a pause that is left, such as one because the time is long over.
  if (outcome.kind === "scheduled" && outcome.send.state === "paused" && !asksForRamp(outcome.send))
    await resumeSend(ledger, slug);
  return outcome;
}
