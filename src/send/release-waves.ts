import { MINUTE_MS } from "#src/model/durations.ts";
import { eachAlone } from "#src/model/errors.ts";
import { delayBatches } from "#src/store/sends/delay-batches.ts";
import type { Ledger } from "#src/store/database/ledger.ts";
import { type SendRow, readableSends, stepSend } from "#src/store/sends/sends.ts";
import { wakeWorkers } from "#src/store/database/wake-workers.ts";
import { settingsOf } from "#src/store/sends/settings-of.ts";

/** The clocks of machines on one ledger differ by less than this, ms. */
const SKEW_MS = MINUTE_MS;

/**
 * Lets every send continue whose first wave has waited long enough and that nobody stopped. A send that fails is reported
 * to `onError` and holds back no other; without `onError` the first error is thrown once all sends had their turn.
 */
export async function releaseWaves(
  ledger: Ledger,
  onError?: (send: SendRow, error: unknown) => void,
): Promise<void> {
  const now = ledger.clock.now();
  const due = (await readableSends(ledger, ["paused"])).filter((send) => isDue(send, now));
  await eachAlone(due, async (send) => {
    const released = releaseWave(ledger, send);
    await (onError === undefined ? released : released.catch((error: unknown) => onError(send, error)));
  });
}

/** Also true if more than the wave's minutes seem to be left: no wave waits longer, so the clock was set back meanwhile. */
function isDue(send: SendRow, now: number): boolean {
  const { resume_at: at } = send;
  if (at === null) return false;
  const { wave } = settingsOf(send);
  return at <= now || at - now > (wave?.minutes ?? 0) * MINUTE_MS + SKEW_MS;
}

/** Lets the next wave leave. Returns false if somebody decided otherwise just now. */
export async function releaseWave(
  ledger: Ledger,
  send: SendRow,
  changes: Parameters<typeof stepSend>[5] = {},
): Promise<boolean> {
  return resumeBatches(ledger, send, { ...changes, wave: send.wave + 1 });
}

/** Lets the batches of a paused send leave, at the pace it had. Returns false if somebody decided otherwise just now. */
export async function resumeBatches(
  { db, dialect, clock }: Ledger,
  send: SendRow,
  changes: Parameters<typeof stepSend>[5],
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (!(await stepSend(trx, send.id, "paused", "submitting", clock.now(), changes))) return false;
    await delayBatches(trx, send, clock.now());
    await wakeWorkers({ db: trx, dialect });
    return true;
  });
}
