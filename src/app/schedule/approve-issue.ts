import { LetterpressError } from "#src/model/errors.ts";
import { hasErrors } from "#src/model/finding.ts";
import { asksForRamp, pauseOf } from "#src/model/states.ts";
import type { ParsedIssue, Project } from "#src/project/load-project.ts";
import type { Compared } from "#src/send/compare-restored.ts";
import { findIssue } from "#src/store/issues/issues.ts";
import { type SendRow, liveSend } from "#src/store/sends/sends.ts";
import { composeIssue } from "#src/app/compose/compose-issue.ts";
import type { App } from "#src/app/open-app.ts";
import { type ResumeOptions, resumeIssue } from "./resume-issue.ts";
import { scheduleIssue } from "./schedule-issue.ts";
import { type SendTime, isOver, sendTime, timeOf } from "./send-time.ts";
import { standingWord } from "./standing-word.ts";
import { standsAt } from "./stands-at.ts";

/**
 * Carries out a person's approval, which is about one text. If the question is which of two files is meant, it is the file in
 * this checkout: when an earlier text came back, and when the file's commit does not come after the commit of the send. Every
 * other send continues with the text it has. Null if nothing was compared with Resend.
 */
export async function approveIssue(
  app: App,
  project: Project | null,
  slug: string,
  options: ResumeOptions,
): Promise<Compared | null> {
  const { ledger } = app;
  const row = await findIssue(ledger.db, slug);
  const live = row && (await liveSend(ledger.db, row.id));
  const parsed = project?.issues.find(({ source }) => source.slug === slug);
  const { issue } = parsed ?? {};
  if (
    project &&
    row &&
    live &&
    parsed &&
    issue &&
    !issue.draft &&
    (await isAboutFile(project, parsed, live))
  ) {
    const composed = await composeIssue(project, parsed, { now: app.clock.now(), ledger });
    const stands = standingWord(row, issue) === "scheduled";
    const at = stands ? timeOf(live) : await timeToCome(app, parsed, live);
    const isSame = composed.email?.digest === live.email_digest && at.dueAt === live.due_at;
    const hasFaults = hasErrors(composed.findings);
    // A scheduled send waits for nothing: the approval can only be about its file, which cannot be taken with errors.
    if (hasFaults && live.state === "scheduled") throw faulty(slug);
    if (!isSame && !hasFaults) {
      const wish = { by: "file", approves: true, at, composed } as const;
      const outcome = await scheduleIssue(app, project, parsed, wish);
      // A pause that remains, for example because the time is long over, ends with the same approval.
      const goesOn = outcome.kind === "scheduled" && outcome.change !== "started";
      if (goesOn && (outcome.send.state !== "paused" || asksForRamp(outcome.send))) return null;
    }
  }
  return resumeIssue(app, slug, options);
}

function faulty(slug: string): LetterpressError {
  const hint = `Run \`letterpress check ${slug}\` to see them, then approve again.`;
  return new LetterpressError(
    "send/wrong-state",
    `The file of ${slug} has errors, so it cannot be approved.`,
    {
      hint,
    },
  );
}

/** Whether the question may be which of two files is meant. */
async function isAboutFile(project: Project, { source }: ParsedIssue, live: SendRow): Promise<boolean> {
  if (live.planned_at !== null || pauseOf(live)?.asksResend) return false;
  if (live.state === "scheduled" || live.reason === "returned") return true;
  return live.state === "paused" && (await standsAt(project.root, source.path, live)).descent === "older";
}

/** The file's time; the time of the send if the file names none, or one that is over. */
export async function timeToCome(app: App, { issue }: ParsedIssue, live: SendRow): Promise<SendTime> {
  const time = issue && (await sendTime(app.ledger, issue, live));
  return time === null || isOver(time, app.clock.now()) ? timeOf(live) : time;
}
