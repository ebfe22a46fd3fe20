import { forgetUnconfirmed } from "#src/audience/subscribe/forget-unconfirmed.ts";
import { loadProject, type Project } from "#src/project/load-project.ts";
import { type Finished, finishSends } from "#src/send/finish-sends.ts";
import { releaseTriggers } from "#src/send/release-triggers.ts";
import { resumeTriggers } from "#src/send/resume-triggers.ts";
import type { WorkerOptions } from "#src/send/run-worker.ts";
import type { Started } from "#src/send/start-due.ts";
import { matchWaiting } from "#src/track/take-event.ts";
import type { App } from "#src/app/open-app.ts";
import { readIssuePages } from "#src/app/pages/read-issue-pages.ts";
import { applyBrakes } from "#src/app/schedule/apply-brake.ts";
import { type ScheduleChange, readSchedule } from "#src/app/schedule/read-schedule.ts";
import { readTriggers } from "#src/app/triggers/read-triggers.ts";
import { grace } from "./grace.ts";
import { reconcile } from "./reconcile.ts";
import { startSends } from "./start-sends.ts";
import { startWorker } from "./start-worker.ts";
import { workerEvents } from "./worker-events.ts";

export interface TickReport {
  readonly project: Project;
  readonly changes: readonly ScheduleChange[];
  readonly started: readonly Started[];
  /** What went wrong on the way and kept nothing else back; the next pass tries again. */
  readonly failures: readonly unknown[];
}

/**
 * The first half of a tick: read the project, bring the schedule up to date, start what is due. Mails nobody. A
 * reader who has just subscribed gets their mail even where a send cannot start: what fails is reported, and the rest
 * is done.
 */
export async function readAndStart(app: App): Promise<TickReport> {
  const project = await loadProject(
    app.config.root,
    app.config.publicUrl === null ? {} : { url: app.config.publicUrl },
  );
  const changes = await readSchedule(app, project);
  for (const { slug, change, findings } of changes) {
    const why = findings.find(({ severity }) => severity === "error")?.message ?? null;
    app.log(`issue.${change}`, { slug, why });
  }
  // Events that overtook the answer they belong to.
  await matchWaiting(app.ledger);
  await applyBrakes(app);
  const failures: unknown[] = [];
  const note = (error: unknown): void => void failures.push(error);
  const started = (await startSends(app).catch(note)) ?? [];
  for (const one of started) {
    app.log(`send.${one.what}`, { send: one.send.public_id });
    if (one.what === "failed") note(one.error);
  }
  const refusals = (await readTriggers(app, project).catch(note)) ?? [];
  const refused = refusals.map((one): ScheduleChange => ({ ...one, change: "refused", send: null }));
  await readIssuePages(app, project).catch(note);
  await keepTriggers(app, project).catch(note);
  return { project, changes: [...changes, ...refused], started, failures };
}

/** Release mails that wait for their turn, and forget people who never confirmed. */
async function keepTriggers({ ledger, log }: App, { newsletter }: Project): Promise<void> {
  const { mails_per_hour: mailsPerHour } = newsletter.subscribe;
  await resumeTriggers(ledger);
  const released = await releaseTriggers(ledger, { mailsPerHour, lang: newsletter.lang });
  if (released > 0) log("triggers.released", { released });
  const forgotten = await forgetUnconfirmed(ledger);
  if (forgotten > 0) log("subscribers.forgotten", { forgotten });
}

/**
 * One whole pass of the scheduled job: returns when nothing is left that could be posted now. Resend's list is read last: where
 * it is long, no reader waits for it.
 */
export async function tick(
  app: App,
  signal: AbortSignal,
): Promise<TickReport & { readonly finished: readonly Finished[] }> {
  const report = await readAndStart(app);
  const finished: Finished[] = [];
  const onFinished = (send: Finished) => void finished.push(send);
  await deliver(app, { signal, onFinished });
  const reconciled = await reconcile(app, signal);
  if (reconciled !== null && reconciled.found > 0) {
    const events = workerEvents(app, { onFinished });
    for (const send of await finishSends(app.ledger)) events.onFinished(send);
  }
  return { ...report, finished };
}

/** Post what can be posted now, of all sends or of one. Stopped, it returns when what is in flight is settled, after 10 s at the latest. */
export async function deliver(
  app: App,
  options: Pick<WorkerOptions, "signal" | "only" | "onFinished" | "onSettled">,
): Promise<void> {
  await Promise.race([startWorker(app, { ...options, untilIdle: true }), grace(options.signal)]);
}
