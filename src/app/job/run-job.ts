import { setTimeout as wait } from "node:timers/promises";
import { LetterpressError } from "#src/model/errors.ts";
import { pauseHint } from "#src/model/states.ts";
import type { Finished } from "#src/send/finish-sends.ts";
import { slugOf } from "#src/store/issues/issues.ts";
import { endLeases } from "#src/store/sends/batches.ts";
import type { SendRow } from "#src/store/sends/sends.ts";
import type { App } from "#src/app/open-app.ts";
import { grace } from "./grace.ts";
import { reconcile } from "./reconcile.ts";
import { startTicker } from "./start-ticker.ts";
import { startWorker } from "./start-worker.ts";
import { type TickReport, readAndStart, retain } from "./tick.ts";
import type { Ticker } from "./ticker.ts";
import { watchPauses } from "./watch-pauses.ts";

export interface JobOptions {
  /** When aborted, nothing new begins, and what is in flight has 10 s to settle. */
  readonly signal: AbortSignal;
  /** When the files are read, as a cron pattern; every minute unless given. With six fields the first counts seconds. */
  readonly pattern?: string;
  readonly onTick?: (report: TickReport) => void;
  readonly onFinished?: (finished: Finished) => void;
  /** A pass that failed; the next one tries again. */
  readonly onError: (error: unknown) => void;
}

/**
 * Runs the scheduled job: a ticker reads the project and starts what is due, while one worker posts batches all the time. The
 * two are separate, because a send of an hour must not keep the next issue from being scheduled. On PostgreSQL any number of
 * processes may run the job: one of them ticks, all of them post. Returns when `signal` is aborted and what was in flight is
 * settled.
 */
export async function runJob(app: App, options: JobOptions): Promise<void> {
  let looking: Promise<unknown> = Promise.resolve();
  let looks = false;
  const pauses = await watchPauses(app.ledger, { isNews: true });
  const failed = (error: unknown): void => {
    options.onError(error);
    app.alerts.fail(error);
  };
  const pass = async (): Promise<void> => {
    if (options.signal.aborted) return;
    let project: TickReport["project"] = null;
    try {
      const report = await readAndStart(app);
      ({ project } = report);
      options.onTick?.(report);
      for (const failure of report.failures) failed(failure);
      await tellPauses(app, await pauses.look());
    } catch (error) {
      failed(error);
    }
    // These two run beside the passes: neither reading a long list at a slow pace nor removing what a year has left behind may
    // keep the next issue from being scheduled.
    if (looks) return;
    looks = true;
    looking = Promise.all([
      reconcile(app, options.signal).catch(options.onError),
      retain(app, project, options.signal).catch(failed),
    ]).finally(() => (looks = false));
  };
  await using ticker = await startTicker(app, {
    pattern: options.pattern ?? "* * * * *",
    pass,
    onError: options.onError,
  });
  await keepWorking(app, options, ticker);
  await looking;
}

/**
 * Logs each send that was paused since the last pass, with the commands that end its pause. Mails of triggers, of which there
 * may be many, share one entry.
 */
async function tellPauses({ ledger, log }: App, paused: readonly SendRow[]): Promise<void> {
  const triggers = paused.filter(({ kind }) => kind === "trigger");
  const [first] = triggers;
  if (first !== undefined)
    log("send.paused", { triggers: triggers.length, reason: first.reason, note: first.note });
  for (const send of paused) {
    const { public_id: id, issue_id: issueId, reason, note } = send;
    if (issueId === null || send.kind !== "issue") continue;
    const slug = await slugOf(ledger.db, issueId);
    const next = slug === null || send.resume_at !== null ? null : pauseHint(send, slug);
    log("send.paused", { send: id, slug, reason, note, next });
  }
}

async function keepWorking(app: App, options: JobOptions, ticker: Ticker): Promise<void> {
  // Called once for all workers, because each call listens to the signal until the process ends.
  const stopped = grace(options.signal);
  while (!options.signal.aborted) {
    const worker = startWorker(app, { ...options, untilIdle: false, wake: ticker.woken });
    try {
      await Promise.race([worker, stopped]);
    } catch (error) {
      // Trying again does not help: the process ends, and its supervisor starts the newer version.
      if (error instanceof LetterpressError && error.code === "ledger/newer") throw error;
      options.onError(error);
      // The ledger may be locked or gone for a moment: the worker must not spin.
      await wait(1000, undefined, { signal: options.signal }).catch(() => undefined);
      // Batches that could not be settled are still leased to this process. It is alive, so no other process would take them for 90 s.
      await endLeases(app.ledger.db, (token) => token === app.token).catch(options.onError);
    }
  }
}
