import { approveIssue } from "#src/app/schedule/approve-issue.ts";
import { type ResumeOptions, resumeIssue } from "#src/app/schedule/resume-issue.ts";
import { cancelSend, pauseSend, unscheduleSend } from "#src/send/decide-send.ts";
import type { Compared } from "#src/send/compare-restored.ts";
import type { App } from "#src/app/open-app.ts";
import type { Project } from "#src/project/load-project.ts";
import { findIssue, noteSendAt } from "#src/store/issues/issues.ts";
import { liveSend } from "#src/store/sends/sends.ts";

export const DECISIONS = ["unschedule", "approve", "pause", "resume", "cancel"] as const;
export type Decision = (typeof DECISIONS)[number];

/**
 * Carries out a person's decision about one send. `project` is null if it cannot be read: that keeps nobody from stopping a
 * send. Null if nothing was compared with Resend.
 */
export async function takeDecision(
  app: App,
  project: Project | null,
  decision: Decision,
  slug: string,
  options: ResumeOptions,
): Promise<Compared | null> {
  const { ledger } = app;
  if (!(await leavesTheTime(app, decision, slug))) await seeCurrentFile(app, project, slug);
  switch (decision) {
    case "unschedule":
      await unscheduleSend(ledger, slug, "person");
      return null;
    case "approve":
      return approveIssue(app, project, slug, options);
    case "resume":
      return resumeIssue(app, slug, options);
    case "pause":
      await pauseSend(ledger, slug, "person", `Paused by ${app.person}.`);
      return null;
    case "cancel":
      await cancelSend(ledger, slug);
      return null;
  }
}

/**
 * Records the time that the file names now, because the decision is about that time, too: a time that was written before the
 * decision, and that no pass has read yet, must not undo it afterwards. A file that cannot be read does not prevent a cancel.
 */
async function seeCurrentFile({ ledger }: App, project: Project | null, slug: string): Promise<void> {
  const parsed = project?.issues.find(({ source }) => source.slug === slug);
  const says = parsed?.issue?.sendAt?.source;
  if (says !== undefined) await noteSendAt(ledger.db, slug, says);
}

/** Whether a person lets a send go on without deciding its time: a file that names another time by now still moves the send. */
async function leavesTheTime({ ledger }: App, decision: Decision, slug: string): Promise<boolean> {
  if (decision !== "resume" && decision !== "approve") return false;
  const issue = await findIssue(ledger.db, slug);
  const send = issue && (await liveSend(ledger.db, issue.id));
  return send !== undefined && send.due_at > ledger.clock.now();
}
