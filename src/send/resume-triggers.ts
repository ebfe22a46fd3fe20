import { MINUTE_MS } from "#src/model/durations.ts";
import { PAUSES, type PauseReason } from "#src/model/states.ts";
import { takeCounted } from "#src/store/database/counters.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { pausedTriggers, wasTriggerAccepted } from "#src/store/sends/paused-triggers.ts";
import { stepSend } from "#src/store/sends/sends.ts";

const AGAIN_MS = 10 * MINUTE_MS;
/** Mails released by one call: no more than these are refused if the key or the quota ends again in the middle. */
const AT_ONCE = 100;

/**
 * Tries paused mails of triggers again: a corrected key or a renewed quota lets them pass, and no person would resume a thousand
 * sends to one reader each. Every ten minutes one mail is tried, whatever their number. Once Resend has accepted any mail of a
 * trigger since the last refusal, the others follow, a hundred at each call. Returns how many mails are tried.
 */
export async function resumeTriggers(ledger: Ledger): Promise<number> {
  const now = ledger.clock.now();
  const reasons = (Object.keys(PAUSES) as PauseReason[]).filter(
    (reason) => PAUSES[reason].itself === "trigger retries",
  );
  // A refusal later than this was written by a clock that was ahead: no mail waits until that time comes.
  const until = now + AGAIN_MS;
  const { ids, refusedAt } = await pausedTriggers(ledger.db, { reasons, until, limit: AT_ONCE });
  if (ids.length === 0) return 0;
  const isOpen = await wasTriggerAccepted(ledger, refusedAt);
  const turn = { most: 1, windowMs: AGAIN_MS, now };
  const mayTry = refusedAt <= now - AGAIN_MS && (await takeCounted(ledger.db, "trigger-try", turn));
  const tried = isOpen ? ids : ids.slice(0, mayTry ? 1 : 0);
  await ledger.db.transaction().execute(async (db) => {
    for (const id of tried) await stepSend(db, id, "paused", "submitting", now);
  });
  return tried.length;
}
