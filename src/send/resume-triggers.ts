import { MINUTE_MS } from "#src/model/durations.ts";
import { pauseOf } from "#src/model/states.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { sendsIn, stepSend } from "#src/store/sends/sends.ts";

const AGAIN_MS = 10 * MINUTE_MS;

/**
 * Try paused mails of triggers again every ten minutes: a corrected key or a renewed quota lets them go, and no person
 * would resume a thousand sends to one reader each. A send that was paused while the clock was ahead does not wait for
 * that time. Returns how many are tried.
 */
export async function resumeTriggers(ledger: Ledger): Promise<number> {
  const now = ledger.clock.now();
  const paused = (await sendsIn(ledger.db, ["paused"])).filter(
    ({ kind, reason, updated_at: at }) =>
      kind === "trigger" &&
      pauseOf({ reason })?.itself === "trigger retries" &&
      (at <= now - AGAIN_MS || at > now + AGAIN_MS),
  );
  for (const { id } of paused) await stepSend(ledger.db, id, "paused", "submitting", now);
  return paused.length;
}
