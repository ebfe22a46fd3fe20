import { MINUTE_MS } from "#src/model/durations.ts";
import type { Usage } from "#src/model/quota.ts";
import { resolveWallClock } from "#src/model/wall-clock.ts";
import { canceledWithOpen } from "#src/store/sends/batches.ts";
import { delayBatches } from "#src/store/sends/delay-batches.ts";
import { sweepPlans } from "#src/store/sends/planner.ts";
import { firstRate } from "#src/store/database/limiter.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, changeSend, readableSends, stepSend } from "#src/store/sends/sends.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";
import { sweepCanceled } from "./claim-batch.ts";
import { planDue } from "./plan-due.ts";
import { whyLate } from "./plan-send.ts";
import { releaseWaves } from "./release-waves.ts";

/** Batches that are up to this late may leave at once: a worker may be slow, and a timer may run only every few minutes. */
const STILL_PUNCTUAL_MS = 30 * MINUTE_MS;

/** What became of a send whose time had come. A send that could not be planned is tried again by the next pass. */
export type Started =
  | { readonly send: SendRow; readonly what: "planned" | "late" }
  | { readonly send: SendRow; readonly what: "failed"; readonly error: unknown };

/** Asks Resend what is left of its quotas; null if it did not say. */
export type ReadUsage = () => Promise<Usage | null>;

/**
 * Starts every send whose time has come, and continues plans that a crash interrupted. Resend is asked for its quotas only
 * if a send is to start: a send for which they do not suffice is not started. A quota that Resend does not name stops no send,
 * and a send that fails stops no other.
 */
export async function startDue(ledger: Ledger, readUsage: ReadUsage = async () => null): Promise<Started[]> {
  const started: Started[] = [];
  const failed = (send: SendRow, error: unknown): void => void started.push({ send, what: "failed", error });
  await releaseWaves(ledger, failed);
  await sweepPlans(ledger);
  await sweepCanceled(ledger);
  for (const send of await readableSends(ledger, ["submitting"])) {
    if (send.kind !== "issue") continue;
    const delayed = delayBatches(ledger.db, send, ledger.clock.now(), STILL_PUNCTUAL_MS);
    await delayed.catch((error: unknown) => failed(send, error));
  }
  for (const found of await readableSends(ledger, ["scheduled", "planning"])) {
    try {
      const one = await startOne(ledger, found, readUsage);
      if (one !== null) started.push(one);
    } catch (error) {
      failed(found, error);
    }
  }
  return started;
}

/** Null if its time has not come, if Resend has not answered for a canceled send of its issue, or if another process took the step. */
async function startOne(ledger: Ledger, found: SendRow, readUsage: ReadUsage): Promise<Started | null> {
  const now = ledger.clock.now();
  const send = await resolveAgain(ledger, found, now);
  if (send.state === "scheduled" && send.due_at > now) return null;
  // Also for a plan that a crash interrupted: its readers may be asleep by now.
  const late = whyLate(send, now);
  if (late !== null) {
    const pause = { reason: "late", note: late } as const;
    const paused = await stepSend(ledger.db, send.id, send.state, "paused", now, pause);
    return paused ? { send, what: "late" } : null;
  }
  // A batch that a canceled send of the issue has in flight may come back as not accepted: a plan made now would miss its readers.
  if (send.issue_id !== null && (await canceledWithOpen(ledger.db, send.issue_id)).length > 0) return null;
  if (send.state === "scheduled" && !(await stepSend(ledger.db, send.id, "scheduled", "planning", now)))
    return null;
  await planDue(ledger, send, await usageFor(ledger, send, readUsage));
  return { send, what: "planned" };
}

/** Asks again for each send: the send before may have used the quota up. The pace begins with the rate that Resend names. */
async function usageFor(ledger: Ledger, send: SendRow, readUsage: ReadUsage): Promise<Usage | null> {
  const usage = await readUsage();
  const { team } = settingsOf(send);
  if (usage?.rate) await firstRate(ledger.db, team, usage.rate, ledger.clock.now());
  return usage;
}

/**
 * Resolves the wall clock of a send again: the author meant nine o'clock, and its instant is only what nine o'clock was when it
 * was written down. A government that has changed its zone since does not move nine o'clock. A time that the new rules skip or
 * repeat stays at its old instant.
 */
async function resolveAgain(ledger: Ledger, send: SendRow, now: number): Promise<SendRow> {
  const { local } = settingsOf(send);
  if (send.state !== "scheduled" || send.wall_local === null || local !== null) return send;
  const resolved = resolveWallClock({ local: send.wall_local, zone: send.zone });
  if (resolved.kind !== "instant" || resolved.at === send.due_at) return send;
  const moved = { due_at: resolved.at };
  return (await changeSend(ledger.db, send.id, "scheduled", now, moved)) ? { ...send, ...moved } : send;
}
