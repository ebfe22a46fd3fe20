import { setTimeout as wait } from "node:timers/promises";
import { finishSends } from "#src/send/finish-sends.ts";
import { matchWaiting } from "#src/track/take-event.ts";
import { LIVE, sendsIn } from "#src/store/sends/sends.ts";
import { startSends } from "#src/app/job/start-sends.ts";
import { deliver } from "#src/app/job/tick.ts";
import type { App } from "#src/app/open-app.ts";

const LOOK_EVERY_MS = 1_000;

/**
 * Delivers what is scheduled in the sandbox for as long as the studio runs: an author who schedules there sees it go out. No
 * file is read: a file that is saved every minute must not schedule itself. Returns when `signal` is aborted and what was in
 * flight is settled.
 */
export async function deliverHere(
  app: App,
  { signal, onError }: { readonly signal: AbortSignal; readonly onError: (error: unknown) => void },
): Promise<void> {
  let working: Promise<void> | null = null;
  while (!signal.aborted) {
    try {
      if (await startDue(app))
        working ??= deliver(app, { signal })
          .catch(onError)
          .finally(() => (working = null));
    } catch (error) {
      onError(error);
    }
    await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
  await working;
}

/** Starts what is due. True if something could be posted now. An idle ledger costs two statements. */
async function startDue(app: App): Promise<boolean> {
  const { ledger } = app;
  const now = ledger.clock.now();
  const sends = await sendsIn(ledger.db, LIVE);
  if (sends.some(({ state, due_at: at }) => state === "planning" || (state === "scheduled" && at <= now)))
    await startSends(app);
  if (sends.some(({ state }) => state === "settling")) {
    await matchWaiting(ledger);
    await finishSends(ledger);
  }
  const current = await sendsIn(ledger.db, ["submitting", "paused"]);
  return current.some(({ state, resume_at: at }) => state === "submitting" || (at !== null && at <= now));
}
