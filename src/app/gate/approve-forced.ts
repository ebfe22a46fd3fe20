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
 * A person's approval of the file that is here although a rule finds an error in it: its send takes this email, and goes on. Unlike
 * any other approval it never lets go what the send had before. Throws `send/wrong-state` where no send waits.
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
  // What pauses it still, such as a time that is long over, ends with the same word.
  if (outcome.kind === "scheduled" && outcome.send.state === "paused" && !asksForRamp(outcome.send))
    await resumeSend(ledger, slug);
  return outcome;
}
