import { forgetUnconfirmed } from "#src/audience/subscribe/forget-unconfirmed.ts";
import type { Newsletter } from "#src/model/newsletter.ts";
import { loadProject, type Project } from "#src/project/load-project.ts";
import { type Finished, finishSends } from "#src/send/finish-sends.ts";
import { releaseTriggers } from "#src/send/release-triggers.ts";
import { resumeTriggers } from "#src/send/resume-triggers.ts";
import type { WorkerOptions } from "#src/send/run-worker.ts";
import type { Started } from "#src/send/start-due.ts";
import { restBouncing } from "#src/track/rest-bouncing.ts";
import { matchWaiting } from "#src/track/take-event.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import type { App } from "#src/app/open-app.ts";
import { readIssuePages } from "#src/app/pages/read-issue-pages.ts";
import { keepNewsletter, lastNewsletter } from "#src/app/last-newsletter.ts";
import { applyBrakes } from "#src/app/schedule/apply-brake.ts";
import { type ScheduleChange, readSchedule } from "#src/app/schedule/read-schedule.ts";
import { readTriggers } from "#src/app/triggers/read-triggers.ts";
import { keepElsewhere } from "#src/app/site/keep-elsewhere.ts";
import { grace } from "./grace.ts";
import { keepRetention } from "./keep-retention.ts";
import { reconcile } from "./reconcile.ts";
import { startSends } from "./start-sends.ts";
import { startWorker } from "./start-worker.ts";
import { watchPauses } from "./watch-pauses.ts";
import { workerEvents } from "./worker-events.ts";

export interface TickReport {
  /** Null where newsletter.config.ts could not be read; `failures` says why. */
  readonly project: Project | null;
  readonly changes: readonly ScheduleChange[];
  readonly started: readonly Started[];
  /** What failed without stopping anything else; the next pass tries again. */
  readonly failures: readonly unknown[];
}

/** Does one step of a tick. Null if it fails: the failure is recorded, and the other steps still run. */
type Step = <T>(work: () => Promise<T>) => Promise<T | null>;

/**
 * Does the first half of a tick: reads the project, brings the schedule up to date, starts what is due. Mails nobody. Each
 * step has a boundary of its own. What the ledger holds needs no project: if the config cannot be read, everything that was
 * approved continues with the last config that could be read.
 */
export async function readAndStart(app: App): Promise<TickReport> {
  const failures: unknown[] = [];
  const step = stepInto(failures);
  // If the remote does not answer, the files fetched last are still good: nothing is kept back.
  await step(() => app.files.update());
  const project = await step(() => readProject(app));
  if (project !== null) await step(() => keepNewsletter(app.ledger, project.newsletter));
  const changes = project === null ? [] : await schedule(app, project, step);
  for (const { error } of changes) if (error !== undefined) failures.push(error);
  // Matches events that arrived before the answer they belong to.
  await step(() => matchWaiting(app.ledger));
  await step(() => applyBrakes(app));
  await step(async () => judgeBounces(app, project?.newsletter ?? (await lastNewsletter(app.ledger))));
  const started = (await step(() => startSends(app))) ?? [];
  for (const one of started) {
    app.log(`send.${one.what}`, { send: one.send.public_id });
    if (one.what === "failed") failures.push(one.error);
  }
  const refused = project === null ? [] : await publish(app, project, step);
  await step(async () => keepTriggers(app, project?.newsletter ?? (await lastNewsletter(app.ledger))));
  await step(() => forget(app));
  return { project, changes: [...changes, ...refused], started, failures };
}

function stepInto(failures: unknown[]): Step {
  return async (work) => {
    try {
      return await work();
    } catch (error) {
      failures.push(error);
      return null;
    }
  };
}

async function readProject({ files, config: { publicUrl } }: App): Promise<Project> {
  return loadProject(files.root, publicUrl === null ? {} : { url: publicUrl });
}

async function schedule(app: App, project: Project, step: Step): Promise<readonly ScheduleChange[]> {
  // A `serve` may still run after its subscribers moved to Resend: an issue that it scheduled here would reach them twice.
  if (project.newsletter.audience === "resend") return [];
  const changes = (await step(() => readSchedule(app, project))) ?? [];
  for (const { slug, change, findings } of changes) {
    const why = findings.find(({ severity }) => severity === "error")?.message ?? null;
    const passed = findings.flatMap(({ rule, overruled }) =>
      overruled === undefined ? [] : `${rule} (${overruled.how})`,
    );
    // A person who reads the log of an issue that went wrong first asks which findings were let pass.
    app.log(`issue.${change}`, {
      slug,
      why,
      ...(passed.length === 0 ? {} : { overruled: passed.join(", ") }),
    });
  }
  return changes;
}

/** Brings the mails of triggers and the public pages up to date with the files. Returns the mails that could not be used. */
async function publish(app: App, project: Project, step: Step): Promise<readonly ScheduleChange[]> {
  // If the newsletter's subscribers have moved to Resend, the mails of triggers stay as they were.
  const isHere = project.newsletter.audience === "ledger";
  const refused = isHere ? ((await step(() => readTriggers(app, project))) ?? []) : [];
  await step(() => readIssuePages(app, project));
  if (isHere) await step(() => keepElsewhere(app, project));
  return refused.map((refusal) => ({ ...refusal, change: "refused", send: null }));
}

/** Resumes and releases mails of triggers that wait for their turn. */
async function keepTriggers({ ledger, log }: App, { subscribe, lang }: Newsletter): Promise<void> {
  await resumeTriggers(ledger);
  const released = await releaseTriggers(ledger, { mailsPerHour: subscribe.mails_per_hour, lang });
  if (released > 0) log("triggers.released", { released });
}

/** Judges addresses whose mail comes back again and again. */
async function judgeBounces({ ledger, log }: App, { bounces }: Newsletter): Promise<void> {
  const judged = await restBouncing(ledger, bounces);
  if (judged.resting + judged.back + judged.suppressed > 0) log("bounces.judged", { ...judged });
}

/** Forgets people who never confirmed. */
async function forget({ ledger, log }: App): Promise<void> {
  const forgotten = await forgetUnconfirmed(ledger);
  if (forgotten > 0) log("subscribers.forgotten", { forgotten });
}

/** What one whole pass did. */
interface WholeTick extends TickReport {
  readonly finished: readonly Finished[];
  /** Sends of which something was posted, by id. */
  readonly tried: ReadonlySet<number>;
  /** Sends that were paused during this pass. */
  readonly paused: readonly SendRow[];
}

/**
 * Does one whole pass of the scheduled job; returns when nothing is left that could be posted now. Resend's list is read after
 * the posting, so that no reader waits while a long list is read. What the ledger no longer needs goes last.
 */
export async function tick(
  app: App,
  signal: AbortSignal,
  onSettled?: WorkerOptions["onSettled"],
): Promise<WholeTick> {
  const failures: unknown[] = [];
  const step = stepInto(failures);
  const pauses = await step(() => watchPauses(app.ledger));
  const report = await readAndStart(app);
  failures.push(...report.failures);
  const finished: Finished[] = [];
  const tried = new Set<number>();
  const onFinished = (send: Finished) => void finished.push(send);
  const noteTried: WorkerOptions["onSettled"] = (send, ...answer) => {
    tried.add(send.id);
    onSettled?.(send, ...answer);
  };
  await step(() => deliver(app, { signal, onFinished, onSettled: noteTried }));
  await step(async () => {
    const reconciled = await reconcile(app, signal);
    if (reconciled === null || reconciled.found === 0) return;
    const events = workerEvents(app, { onFinished });
    for (const send of await finishSends(app.ledger)) events.onFinished(send);
  });
  await step(() => retain(app, report.project, signal));
  const paused = (pauses && (await step(() => pauses.look()))) ?? [];
  for (const failure of failures) app.alerts.fail(failure);
  return { ...report, failures, finished, tried, paused };
}

/** Applies `retention` of the config, or of the last config that could be read. */
export async function retain(app: App, project: Project | null, signal: AbortSignal): Promise<void> {
  await keepRetention(app, project?.newsletter ?? (await lastNewsletter(app.ledger)), signal);
}

/**
 * Posts what can be posted now, of all sends or of one. When stopped, it returns once what is in flight is settled, after 10 s
 * at the latest.
 */
export async function deliver(
  app: App,
  options: Pick<WorkerOptions, "signal" | "only" | "onFinished" | "onSettled">,
): Promise<void> {
  await Promise.race([startWorker(app, { ...options, untilIdle: true }), grace(options.signal)]);
}
